package org.polymorph.surrogate.invariant.density;

import java.util.ArrayList;
import java.util.List;

/** A convex polyhedron around or beside the origin, by its faces. Immutable. */
final class ConvexCell {
    /** Distances in Å below which a corner lies on a plane. */
    private static final double ON = 1e-9;

    /** Normals point outwards; corners go round counter-clockwise as seen from outside. */
    private record Face(double[] normal, double offset, double[] corners) {}

    private final List<Face> faces;
    private final double radius;
    private final double half;

    private ConvexCell(List<Face> faces, double half) {
        this.faces = faces;
        this.half = half;
        double largest = 0;
        for (Face face : faces) {
            for (int v = 0; v < face.corners().length; v += 3) {
                largest = Math.max(largest, dot(face.corners(), v, face.corners(), v));
            }
        }
        this.radius = Math.sqrt(largest);
    }

    /** Returns the cube of edge 2·{@code half} around the origin. */
    static ConvexCell cube(double half) {
        List<Face> faces = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            for (int side = -1; side <= 1; side += 2) {
                double[] normal = new double[3];
                normal[axis] = side;
                double[] corners = new double[12];
                for (int v = 0; v < 4; v++) {
                    double first = v == 0 || v == 3 ? -half : half;
                    double second = v < 2 ? -half : half;
                    corners[3 * v + axis] = side * half;
                    corners[3 * v + (axis + 1) % 3] = side > 0 ? first : second;
                    corners[3 * v + (axis + 2) % 3] = side > 0 ? second : first;
                }
                faces.add(new Face(normal, half, corners));
            }
        }
        return new ConvexCell(faces, half);
    }

    /** Returns the distance of the corner that is farthest from the origin. */
    double radius() {
        return radius;
    }

    /** Returns whether a face of the cube that it was cut from is left. */
    boolean reachesCube() {
        return faces.stream().anyMatch(face -> face.offset() == half && isAxis(face.normal()));
    }

    private static boolean isAxis(double[] normal) {
        return Math.abs(normal[0]) == 1 || Math.abs(normal[1]) == 1 || Math.abs(normal[2]) == 1;
    }

    boolean isEmpty() {
        return faces.size() < 4;
    }

    /** Returns the part on the side of a plane against its normal; itself if that is all of it. */
    ConvexCell below(double[] normal, double offset) {
        return part(normal, offset, 1);
    }

    /** Returns the part on the side of a plane to which its normal points. */
    ConvexCell above(double[] normal, double offset) {
        return part(normal, offset, -1);
    }

    private ConvexCell part(double[] normal, double offset, int sign) {
        double least = 0;
        double most = 0;
        for (Face face : faces) {
            for (int v = 0; v < face.corners().length; v += 3) {
                double height = sign * (dot(normal, 0, face.corners(), v) - offset);
                least = Math.min(least, height);
                most = Math.max(most, height);
            }
        }
        if (most <= ON) {
            return this;
        }
        if (least >= -ON) {
            return new ConvexCell(List.of(), half);
        }
        List<Face> kept = new ArrayList<>();
        List<double[]> cut = new ArrayList<>();
        for (Face face : faces) {
            double[] corners = clipped(face.corners(), normal, offset, sign, cut);
            if (corners.length >= 9) {
                kept.add(new Face(face.normal(), face.offset(), corners));
            }
        }
        double[] outward = {sign * normal[0], sign * normal[1], sign * normal[2]};
        double[] cap = around(cut, outward);
        if (cap.length >= 9) {
            kept.add(new Face(outward, sign * offset, cap));
        }
        return new ConvexCell(kept, half);
    }

    // Sutherland and Hodgman 1974; what lies on the plane is also added to the cut
    private static double[] clipped(double[] corners, double[] normal, double offset, int sign, List<double[]> cut) {
        int n = corners.length / 3;
        double[] out = new double[3 * (n + 2)];
        int count = 0;
        for (int v = 0; v < n; v++) {
            int w = (v + 1) % n;
            double here = sign * (dot(normal, 0, corners, 3 * v) - offset);
            double there = sign * (dot(normal, 0, corners, 3 * w) - offset);
            if (here <= ON) {
                System.arraycopy(corners, 3 * v, out, 3 * count++, 3);
                if (here >= -ON) {
                    cut.add(java.util.Arrays.copyOfRange(corners, 3 * v, 3 * v + 3));
                }
            }
            if ((here < -ON && there > ON) || (here > ON && there < -ON)) {
                double part = here / (here - there);
                double[] point = new double[3];
                for (int k = 0; k < 3; k++) {
                    point[k] = corners[3 * v + k] + part * (corners[3 * w + k] - corners[3 * v + k]);
                }
                System.arraycopy(point, 0, out, 3 * count++, 3);
                cut.add(point);
            }
        }
        return java.util.Arrays.copyOf(out, 3 * count);
    }

    // the points of a cut in order round the normal, each once
    private static double[] around(List<double[]> points, double[] normal) {
        List<double[]> distinct = new ArrayList<>();
        double[] centre = new double[3];
        for (double[] point : points) {
            if (distinct.stream().noneMatch(known -> squareBetween(known, point) < 16 * ON * ON)) {
                distinct.add(point);
                for (int k = 0; k < 3; k++) {
                    centre[k] += point[k];
                }
            }
        }
        int n = distinct.size();
        if (n < 3) {
            return new double[0];
        }
        double[] first = new double[3];
        for (int k = 0; k < 3; k++) {
            centre[k] /= n;
            first[k] = distinct.get(0)[k] - centre[k];
        }
        double[] second = cross(normal, first);
        distinct.sort(java.util.Comparator.comparingDouble(point -> {
            double[] from = {point[0] - centre[0], point[1] - centre[1], point[2] - centre[2]};
            return Math.atan2(dot(second, 0, from, 0), dot(first, 0, from, 0));
        }));
        double[] corners = new double[3 * n];
        for (int v = 0; v < n; v++) {
            System.arraycopy(distinct.get(v), 0, corners, 3 * v, 3);
        }
        return corners;
    }

    /** Returns the volume of the part of this cell within a ball around the origin, in Å³. */
    double volumeWithin(double ball) {
        double volume = 0;
        for (Face face : faces) {
            double height = Math.abs(face.offset());
            double sum = 0;
            int n = face.corners().length / 3;
            for (int v = 0; v < n; v++) {
                sum += wedge(face, height, ball, 3 * v, 3 * ((v + 1) % n));
            }
            volume += Math.signum(face.offset()) * sum;
        }
        return volume;
    }

    // the cone from the origin over the triangle between an edge and the foot of the perpendicular on the face
    private static double wedge(Face face, double height, double ball, int v, int w) {
        double[] a = new double[3];
        double[] along = new double[3];
        double length = 0;
        for (int k = 0; k < 3; k++) {
            a[k] = face.corners()[v + k] - face.offset() * face.normal()[k];
            along[k] = face.corners()[w + k] - face.corners()[v + k];
            length += along[k] * along[k];
        }
        length = Math.sqrt(length);
        if (length == 0) {
            return 0;
        }
        double signed = dot(face.normal(), 0, cross(a, along), 0) / length;
        double start = dot(a, 0, along, 0) / length;
        double distance = Math.abs(signed);
        double volume = BallCone.volume(height, distance, start + length, ball)
                - BallCone.volume(height, distance, start, ball);
        return Math.signum(signed) * volume;
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }

    private static double dot(double[] a, int aAt, double[] b, int bAt) {
        return a[aAt] * b[bAt] + a[aAt + 1] * b[bAt + 1] + a[aAt + 2] * b[bAt + 2];
    }

    private static double squareBetween(double[] a, double[] b) {
        double x = a[0] - b[0];
        double y = a[1] - b[1];
        double z = a[2] - b[2];
        return x * x + y * y + z * z;
    }
}
