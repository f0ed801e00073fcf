package org.polymorph.dft.potential;

import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/**
 * The Stillinger–Weber potential of one element: Stillinger and Weber 1985, doi 10.1103/PhysRevB.31.5262, eqs. 2.3–2.6.
 * Immutable and thread-safe.
 *
 * <p>The sum over triplets, Σ h(r_j)·h(r_k)·(cos θ_jk − cos θ₀)² with h = exp(γσ/(r − aσ)), is taken over moments instead:
 * with s = Σh, v = Σh·u, T = Σh·u⊗u over the neighbours' unit vectors u it is ½(T:T − 2cos θ₀ v·v + cos²θ₀ s²) less the
 * terms j = k; exact, and linear in the number of neighbours.
 */
public final class StillingerWeber implements Calculator {

    /**
     * Parameters in the notation of the paper.
     *
     * @param epsilon in eV
     * @param sigma in Å
     * @param a cutoff in units of σ
     */
    public record Parameters(
            Element element,
            double epsilon,
            double sigma,
            double a,
            double lambda,
            double gamma,
            double cosTheta0,
            double bigA,
            double bigB,
            double p,
            double q) {

        /** Silicon, scaled to the cohesive energy of diamond, as distributed with LAMMPS (Si.sw). */
        public static final Parameters SILICON = new Parameters(
                Element.Si, 2.1683, 2.0951, 1.80, 21.0, 1.20, -0.333333333333, 7.049556277, 0.6022245584, 4, 0);
    }

    private final Parameters parameters;
    private final KnownElements known;
    private final double cutoff;

    public StillingerWeber(Parameters parameters) {
        this.parameters = parameters;
        this.known = new KnownElements("sw", List.of(parameters.element()));
        this.cutoff = parameters.a() * parameters.sigma();
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    @Override
    public Evaluation evaluate(Structure structure, NeighborSource neighbors) {
        known.typesOf(structure);
        NeighborList list = neighbors.of(structure, cutoff);
        Tally tally = new Tally(structure.size());
        double[] h = new double[mostNeighbors(list)];
        for (int i = 0; i < structure.size(); i++) {
            pairs(list, i, tally);
            triplets(list, i, h, tally);
        }
        return tally.toEvaluation(structure.volume());
    }

    static int mostNeighbors(NeighborList list) {
        int most = 0;
        for (int i = 0; i < list.size(); i++) {
            most = Math.max(most, list.start(i + 1) - list.start(i));
        }
        return most;
    }

    private static double power(double x, double exponent) {
        if (exponent == 4) {
            double x2 = x * x;
            return x2 * x2;
        }
        return exponent == 0 ? 1 : Math.pow(x, exponent);
    }

    private void pairs(NeighborList list, int i, Tally tally) {
        double sigma = parameters.sigma();
        double p = parameters.p();
        double q = parameters.q();
        double scale = parameters.bigA() * parameters.epsilon();
        for (int n = list.start(i); n < list.start(i + 1); n++) {
            int j = list.neighbor(n);
            if (j < i) {
                continue; // seen from the other end
            }
            double r = list.distance(n);
            double gap = r - cutoff;
            double decay = Math.exp(sigma / gap);
            if (decay == 0) {
                continue; // so near the cutoff that σ/gap² may overflow
            }
            double repulsive = parameters.bigB() * power(sigma / r, p);
            double attractive = power(sigma / r, q);
            double weight = (j == i ? 0.5 : 1) * scale * decay;
            double slope = -(p * repulsive - q * attractive) / r - (repulsive - attractive) * sigma / (gap * gap);
            tally.energy += weight * (repulsive - attractive);
            tally.pair(i, j, list.dx(n), list.dy(n), list.dz(n), weight * slope / r);
        }
    }

    private void triplets(NeighborList list, int i, double[] h, Tally tally) {
        double range = parameters.gamma() * parameters.sigma();
        double c0 = parameters.cosTheta0();
        double scale = parameters.lambda() * parameters.epsilon();
        double alike = (1 - c0) * (1 - c0); // (cos 0 − cos θ₀)², the terms j = k
        int start = list.start(i);
        Moments moments = new Moments();
        for (int n = start; n < list.start(i + 1); n++) {
            double r = list.distance(n);
            h[n - start] = Math.exp(range / (r - cutoff));
            moments.add(h[n - start], list.dx(n) / r, list.dy(n) / r, list.dz(n) / r);
        }
        tally.energy += 0.5 * scale * moments.energy(c0, alike);
        for (int n = start; n < list.start(i + 1); n++) {
            double w = h[n - start];
            if (w == 0) {
                continue; // so near the cutoff that range/gap² may overflow
            }
            double r = list.distance(n);
            double x = list.dx(n) / r;
            double y = list.dy(n) / r;
            double z = list.dz(n) / r;
            double tx = moments.xx * x + moments.xy * y + moments.xz * z;
            double ty = moments.xy * x + moments.yy * y + moments.yz * z;
            double tz = moments.xz * x + moments.yz * y + moments.zz * z;
            double utu = x * tx + y * ty + z * tz;
            double uv = x * moments.vx + y * moments.vy + z * moments.vz;
            double gap = r - cutoff;
            double radial = (utu - 2 * c0 * uv + c0 * c0 * moments.s - alike * w) * (-w * range / (gap * gap));
            double turn = 2 * w / r;
            double along = radial - turn * (utu - c0 * uv);
            double gx = scale * (along * x + turn * (tx - c0 * moments.vx));
            double gy = scale * (along * y + turn * (ty - c0 * moments.vy));
            double gz = scale * (along * z + turn * (tz - c0 * moments.vz));
            tally.bond(i, list.neighbor(n), list.dx(n), list.dy(n), list.dz(n), gx, gy, gz);
        }
    }

    /** The sums s, v and T over the neighbours of one atom, and Σh² for the terms j = k. */
    private static final class Moments {
        double s;
        double vx;
        double vy;
        double vz;
        double xx;
        double yy;
        double zz;
        double yz;
        double xz;
        double xy;
        private double self;

        void add(double w, double x, double y, double z) {
            s += w;
            self += w * w;
            vx += w * x;
            vy += w * y;
            vz += w * z;
            xx += w * x * x;
            yy += w * y * y;
            zz += w * z * z;
            yz += w * y * z;
            xz += w * x * z;
            xy += w * x * y;
        }

        /** Returns the sum over ordered pairs of neighbours. */
        double energy(double c0, double alike) {
            double squares = xx * xx + yy * yy + zz * zz + 2 * (yz * yz + xz * xz + xy * xy);
            return squares - 2 * c0 * (vx * vx + vy * vy + vz * vz) + c0 * c0 * s * s - alike * self;
        }
    }
}
