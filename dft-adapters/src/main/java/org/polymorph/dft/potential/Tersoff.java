package org.polymorph.dft.potential;

import java.util.List;
import org.polymorph.model.calculation.Evaluation;
import org.polymorph.model.crystal.Element;
import org.polymorph.model.crystal.NeighborList;
import org.polymorph.model.crystal.NeighborSource;
import org.polymorph.model.crystal.Structure;
import org.polymorph.model.spi.Calculator;

/**
 * The Tersoff bond-order potential of one element: Tersoff 1988, doi 10.1103/PhysRevB.37.6991, in the general form and with
 * the parameter names of LAMMPS ({@code pair_style tersoff}):
 *
 * <pre>
 * E = ½ Σ_i Σ_j f(r_ij) [A exp(−λ₁ r_ij) − b_ij B exp(−λ₂ r_ij)],   b_ij = (1 + βⁿ ζ_ijⁿ)^(−1/2n)
 * ζ_ij = Σ_k f(r_ik) g(cos θ_ijk) exp(λ₃ᵐ (r_ij − r_ik)ᵐ),   g(x) = γ (1 + c²/d² − c²/(d² + (x − cos θ₀)²))
 * </pre>
 *
 * with f = 1 below R − D, ½ − ½ sin(π(r − R)/2D) up to R + D, 0 beyond. Immutable and thread-safe.
 */
public final class Tersoff implements Calculator {

    /**
     * Parameters in the order of a LAMMPS file.
     *
     * @param m 1 or 3
     * @param bigR in Å
     * @param bigD in Å
     */
    public record Parameters(
            Element element,
            int m,
            double gamma,
            double lambda3,
            double c,
            double d,
            double cosTheta0,
            double n,
            double beta,
            double lambda2,
            double bigB,
            double bigR,
            double bigD,
            double lambda1,
            double bigA) {

        /** Silicon as distributed with LAMMPS (Si.tersoff); the set that its author names Si(B). */
        public static final Parameters SILICON = new Parameters(
                Element.Si,
                3,
                1.0,
                1.3258,
                4.8381,
                2.0417,
                0.0,
                22.956,
                0.33675,
                1.3258,
                95.373,
                3.0,
                0.2,
                3.2394,
                3264.7);

        double cutoff() {
            return bigR + bigD;
        }
    }

    private final Parameters parameters;
    private final KnownElements known;

    public Tersoff(Parameters parameters) {
        this.parameters = parameters;
        this.known = new KnownElements("tersoff", List.of(parameters.element()));
    }

    @Override
    public Evaluation evaluate(Structure structure) {
        return evaluate(structure, NeighborSource.SEARCH);
    }

    @Override
    public Evaluation evaluate(Structure structure, NeighborSource neighbors) {
        known.typesOf(structure);
        NeighborList list = neighbors.of(structure, parameters.cutoff());
        Tally tally = new Tally(structure.size());
        Centre centre = new Centre(parameters, list, StillingerWeber.mostNeighbors(list));
        for (int i = 0; i < structure.size(); i++) {
            centre.add(i, tally);
        }
        return tally.toEvaluation(structure.volume());
    }

    /** One atom with its neighbours; its arrays are used again for the next atom. */
    private static final class Centre {
        private final Parameters p;
        private final NeighborList list;
        private final double[] unit;
        private final double[] distance;
        private final double[] cut;
        private final double[] cutSlope;
        private final double[] gradient;
        private int count;

        Centre(Parameters parameters, NeighborList list, int most) {
            this.p = parameters;
            this.list = list;
            this.unit = new double[3 * most];
            this.distance = new double[most];
            this.cut = new double[most];
            this.cutSlope = new double[most];
            this.gradient = new double[3 * most];
        }

        void add(int i, Tally tally) {
            int start = list.start(i);
            gather(start, list.start(i + 1));
            for (int j = 0; j < count; j++) {
                bond(j, tally);
            }
            for (int j = 0; j < count; j++) {
                int n = start + j;
                tally.bond(
                        i,
                        list.neighbor(n),
                        list.dx(n),
                        list.dy(n),
                        list.dz(n),
                        gradient[3 * j],
                        gradient[3 * j + 1],
                        gradient[3 * j + 2]);
            }
        }

        private void gather(int start, int end) {
            count = end - start;
            for (int j = 0; j < count; j++) {
                int n = start + j;
                double r = list.distance(n);
                distance[j] = r;
                unit[3 * j] = list.dx(n) / r;
                unit[3 * j + 1] = list.dy(n) / r;
                unit[3 * j + 2] = list.dz(n) / r;
                double phase = 0.5 * Math.PI * (r - p.bigR()) / p.bigD();
                boolean inside = r <= p.bigR() - p.bigD();
                cut[j] = inside ? 1 : 0.5 - 0.5 * Math.sin(phase);
                cutSlope[j] = inside ? 0 : -0.25 * Math.PI / p.bigD() * Math.cos(phase);
                gradient[3 * j] = 0;
                gradient[3 * j + 1] = 0;
                gradient[3 * j + 2] = 0;
            }
        }

        private void bond(int j, Tally tally) {
            double r = distance[j];
            double zeta = 0;
            for (int k = 0; k < count; k++) {
                if (k != j) {
                    zeta += cut[k] * angular(cosine(j, k)) * Math.exp(stretch(r - distance[k]));
                }
            }
            double repulsion = p.bigA() * Math.exp(-p.lambda1() * r);
            double attraction = -p.bigB() * Math.exp(-p.lambda2() * r);
            // ln b = −ln(1 + (βζ)ⁿ)/2n; beyond e^36 the one does not count, and the power could overflow
            double logPower = p.n() * Math.log(p.beta() * zeta);
            double b;
            double slopeB; // db/dζ
            if (zeta <= 0) {
                b = 1;
                slopeB = 0;
            } else if (logPower > 36) {
                b = Math.exp(-logPower / (2 * p.n()));
                slopeB = -0.5 * b / zeta;
            } else {
                double power = Math.exp(logPower);
                b = Math.exp(-Math.log1p(power) / (2 * p.n()));
                slopeB = -0.5 * b * power / (1 + power) / zeta;
            }
            tally.energy += 0.5 * cut[j] * (repulsion + b * attraction);
            double slope = 0.5 * cutSlope[j] * (repulsion + b * attraction)
                    - 0.5 * cut[j] * (p.lambda1() * repulsion + b * p.lambda2() * attraction);
            along(j, slope);
            double byZeta = 0.5 * cut[j] * attraction * slopeB;
            if (byZeta != 0) {
                bondOrder(j, byZeta);
            }
        }

        private void bondOrder(int j, double byZeta) {
            double r = distance[j];
            double c2 = p.c() * p.c();
            double d2 = p.d() * p.d();
            for (int k = 0; k < count; k++) {
                if (k == j) {
                    continue;
                }
                double cosine = cosine(j, k);
                double g = angular(cosine);
                double gap = cosine - p.cosTheta0();
                double bottom = d2 + gap * gap;
                double slopeG = p.gamma() * 2 * c2 * gap / (bottom * bottom);
                double delta = r - distance[k];
                double e = Math.exp(stretch(delta));
                double slopeE = e * stretchSlope(delta);
                along(j, byZeta * cut[k] * g * slopeE);
                along(k, byZeta * g * (cutSlope[k] * e - cut[k] * slopeE));
                turn(j, k, cosine, byZeta * cut[k] * slopeG * e);
            }
        }

        private void along(int j, double slope) {
            gradient[3 * j] += slope * unit[3 * j];
            gradient[3 * j + 1] += slope * unit[3 * j + 1];
            gradient[3 * j + 2] += slope * unit[3 * j + 2];
        }

        // the derivative of cos θ by both vectors: ∂cos/∂r_j = (u_k − cos·u_j)/r_j
        private void turn(int j, int k, double cosine, double byCosine) {
            double wj = byCosine / distance[j];
            double wk = byCosine / distance[k];
            for (int a = 0; a < 3; a++) {
                gradient[3 * j + a] += wj * (unit[3 * k + a] - cosine * unit[3 * j + a]);
                gradient[3 * k + a] += wk * (unit[3 * j + a] - cosine * unit[3 * k + a]);
            }
        }

        private double cosine(int j, int k) {
            return unit[3 * j] * unit[3 * k] + unit[3 * j + 1] * unit[3 * k + 1] + unit[3 * j + 2] * unit[3 * k + 2];
        }

        private double angular(double cosine) {
            double gap = cosine - p.cosTheta0();
            double c2 = p.c() * p.c();
            double d2 = p.d() * p.d();
            return p.gamma() * (1 + c2 / d2 - c2 / (d2 + gap * gap));
        }

        private double stretch(double delta) {
            double x = p.lambda3() * delta;
            return p.m() == 3 ? x * x * x : x;
        }

        private double stretchSlope(double delta) {
            double x = p.lambda3() * delta;
            return p.m() == 3 ? 3 * p.lambda3() * x * x : p.lambda3();
        }
    }
}
