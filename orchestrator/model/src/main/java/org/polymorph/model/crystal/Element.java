package org.polymorph.model.crystal;

import java.util.HashMap;
import java.util.Map;

/**
 * The chemical elements by their symbols, in the order of atomic number. Masses are IUPAC standard atomic weights (2013;
 * the mass number of a long-lived isotope where there is none); covalent radii are those of Cordero et al. 2008 (doi
 * 10.1039/b801115j) up to curium and of Pyykkö and Atsumi 2009 (doi 10.1002/chem.200800987) beyond.
 */
public enum Element {
    H(1, 1.008, 0.31),
    He(2, 4.002602, 0.28),
    Li(3, 6.94, 1.28),
    Be(4, 9.0121831, 0.96),
    B(5, 10.81, 0.84),
    C(6, 12.011, 0.76),
    N(7, 14.007, 0.71),
    O(8, 15.999, 0.66),
    F(9, 18.998403163, 0.57),
    Ne(10, 20.1797, 0.58),
    Na(11, 22.98976928, 1.66),
    Mg(12, 24.305, 1.41),
    Al(13, 26.9815385, 1.21),
    Si(14, 28.085, 1.11),
    P(15, 30.973761998, 1.07),
    S(16, 32.06, 1.05),
    Cl(17, 35.45, 1.02),
    Ar(18, 39.948, 1.06),
    K(19, 39.0983, 2.03),
    Ca(20, 40.078, 1.76),
    Sc(21, 44.955908, 1.70),
    Ti(22, 47.867, 1.60),
    V(23, 50.9415, 1.53),
    Cr(24, 51.9961, 1.39),
    Mn(25, 54.938044, 1.39),
    Fe(26, 55.845, 1.32),
    Co(27, 58.933194, 1.26),
    Ni(28, 58.6934, 1.24),
    Cu(29, 63.546, 1.32),
    Zn(30, 65.38, 1.22),
    Ga(31, 69.723, 1.22),
    Ge(32, 72.63, 1.20),
    As(33, 74.921595, 1.19),
    Se(34, 78.971, 1.20),
    Br(35, 79.904, 1.20),
    Kr(36, 83.798, 1.16),
    Rb(37, 85.4678, 2.20),
    Sr(38, 87.62, 1.95),
    Y(39, 88.90584, 1.90),
    Zr(40, 91.224, 1.75),
    Nb(41, 92.90637, 1.64),
    Mo(42, 95.95, 1.54),
    Tc(43, 97.0, 1.47),
    Ru(44, 101.07, 1.46),
    Rh(45, 102.9055, 1.42),
    Pd(46, 106.42, 1.39),
    Ag(47, 107.8682, 1.45),
    Cd(48, 112.414, 1.44),
    In(49, 114.818, 1.42),
    Sn(50, 118.71, 1.39),
    Sb(51, 121.76, 1.39),
    Te(52, 127.6, 1.38),
    I(53, 126.90447, 1.39),
    Xe(54, 131.293, 1.40),
    Cs(55, 132.90545196, 2.44),
    Ba(56, 137.327, 2.15),
    La(57, 138.90547, 2.07),
    Ce(58, 140.116, 2.04),
    Pr(59, 140.90766, 2.03),
    Nd(60, 144.242, 2.01),
    Pm(61, 145.0, 1.99),
    Sm(62, 150.36, 1.98),
    Eu(63, 151.964, 1.98),
    Gd(64, 157.25, 1.96),
    Tb(65, 158.92535, 1.94),
    Dy(66, 162.5, 1.92),
    Ho(67, 164.93033, 1.92),
    Er(68, 167.259, 1.89),
    Tm(69, 168.93422, 1.90),
    Yb(70, 173.054, 1.87),
    Lu(71, 174.9668, 1.87),
    Hf(72, 178.49, 1.75),
    Ta(73, 180.94788, 1.70),
    W(74, 183.84, 1.62),
    Re(75, 186.207, 1.51),
    Os(76, 190.23, 1.44),
    Ir(77, 192.217, 1.41),
    Pt(78, 195.084, 1.36),
    Au(79, 196.966569, 1.36),
    Hg(80, 200.592, 1.32),
    Tl(81, 204.38, 1.45),
    Pb(82, 207.2, 1.46),
    Bi(83, 208.9804, 1.48),
    Po(84, 209.0, 1.40),
    At(85, 210.0, 1.50),
    Rn(86, 222.0, 1.50),
    Fr(87, 223.0, 2.60),
    Ra(88, 226.0, 2.21),
    Ac(89, 227.0, 2.15),
    Th(90, 232.0377, 2.06),
    Pa(91, 231.03588, 2.00),
    U(92, 238.02891, 1.96),
    Np(93, 237.0, 1.90),
    Pu(94, 244.0, 1.87),
    Am(95, 243.0, 1.80),
    Cm(96, 247.0, 1.69),
    Bk(97, 247.0, 1.68),
    Cf(98, 251.0, 1.68),
    Es(99, 252.0, 1.65),
    Fm(100, 257.0, 1.67),
    Md(101, 258.0, 1.73),
    No(102, 259.0, 1.76),
    Lr(103, 262.0, 1.61),
    Rf(104, 267.0, 1.57),
    Db(105, 268.0, 1.49),
    Sg(106, 271.0, 1.43),
    Bh(107, 274.0, 1.41),
    Hs(108, 269.0, 1.34),
    Mt(109, 276.0, 1.29),
    Ds(110, 281.0, 1.28),
    Rg(111, 281.0, 1.21),
    Cn(112, 285.0, 1.22),
    Nh(113, 286.0, 1.36),
    Fl(114, 289.0, 1.43),
    Mc(115, 288.0, 1.62),
    Lv(116, 293.0, 1.75),
    Ts(117, 294.0, 1.65),
    Og(118, 294.0, 1.57);

    private static final Map<String, Element> BY_SYMBOL = new HashMap<>();
    private static final Element[] BY_NUMBER = values();

    static {
        for (Element element : BY_NUMBER) {
            BY_SYMBOL.put(element.name(), element);
        }
    }

    private final int atomicNumber;
    private final double mass;
    private final double covalentRadius;

    Element(int atomicNumber, double mass, double covalentRadius) {
        this.atomicNumber = atomicNumber;
        this.mass = mass;
        this.covalentRadius = covalentRadius;
    }

    /**
     * Finds an element by its symbol, such as {@code Si}.
     *
     * @throws IllegalArgumentException if no element has that symbol
     */
    public static Element of(String symbol) {
        Element element = BY_SYMBOL.get(symbol);
        if (element == null) {
            throw new IllegalArgumentException(
                    "unknown element \"" + symbol + "\"; expected a symbol such as Si or Cl");
        }
        return element;
    }

    /** Returns whether an element has that symbol. */
    public static boolean isSymbol(String symbol) {
        return BY_SYMBOL.containsKey(symbol);
    }

    /**
     * Finds an element by its atomic number.
     *
     * @throws IllegalArgumentException if it is not between 1 and 118
     */
    public static Element ofNumber(int atomicNumber) {
        if (atomicNumber < 1 || atomicNumber > BY_NUMBER.length) {
            throw new IllegalArgumentException("an atomic number lies between 1 and 118, found " + atomicNumber);
        }
        return BY_NUMBER[atomicNumber - 1];
    }

    public String symbol() {
        return name();
    }

    public int atomicNumber() {
        return atomicNumber;
    }

    /** Returns the standard atomic weight in unified atomic mass units. */
    public double mass() {
        return mass;
    }

    /** Returns the covalent radius in Å. */
    public double covalentRadius() {
        return covalentRadius;
    }
}
