#!/usr/bin/env python3
"""Serves an ASE calculator to Polymorph: `surrogate: {type: external}`.

Reads extxyz frames on stdin, evaluates each with the calculator, and writes the same frame with energy (eV), forces (eV/Å)
and stress (eV/Å³, tensile positive) on stdout, until stdin ends. What the calculator prints goes to stderr.

    ase_calculator.py --calculator ase.calculators.lj:LennardJones --set sigma=2.0 --set rc=5.0
    ase_calculator.py --calculator mace.calculators:mace_mp --set model=small --set default_dtype=float64

NAME is MODULE:ATTRIBUTE, a class or a function that gives a calculator; the values of --set are Python literals, or else texts,
and are its keyword arguments. Several --calculator, each followed by its own --set, are a committee: the mean of their
answers, with their standard deviations.
"""

import argparse
import ast
import importlib
import os
import re
import sys
import traceback


class Member(argparse.Action):
    """Begins a calculator, or adds an argument to the one begun last."""

    def __call__(self, parser, namespace, value, option=None):
        members = namespace.members
        if option == "--calculator":
            members.append((value, {}))
            return
        key, equals, text = value.partition("=")
        if not members or not equals or not key:
            parser.error("--set: expected key=value after a --calculator, found " + repr(value))
        try:
            members[-1][1][key] = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            members[-1][1][key] = text


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--calculator", action=Member, dest="members", metavar="MODULE:ATTRIBUTE", required=True)
    parser.add_argument("--set", action=Member, dest="members", metavar="KEY=VALUE")
    parser.set_defaults(members=[])
    return parser, parser.parse_args()


def calculator(parser, name, keywords):
    module, colon, attribute = name.partition(":")
    if not colon:
        parser.error("--calculator: expected MODULE:ATTRIBUTE, found " + repr(name))
    try:
        made = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as problem:
        parser.error("--calculator: " + str(problem))
    return made(**keywords)


def read_frame(lines):
    """Returns the elements, positions and cell of the next frame, or None at the end of the input."""
    first = lines.readline()
    if not first.strip():
        return None
    comment = lines.readline()
    lattice = re.search(r'Lattice="([^"]*)"', comment)
    if lattice is None:
        raise ValueError("expected Lattice=\"...\", found " + repr(comment))
    cell = [float(word) for word in lattice.group(1).split()]
    symbols, positions = [], []
    for _ in range(int(first)):
        words = lines.readline().split()  # element, x, y, z; Polymorph may add further columns
        symbols.append(words[0])
        positions.append([float(word) for word in words[1:4]])
    return symbols, positions, [cell[0:3], cell[3:6], cell[6:9]]


def evaluate(member, atoms):
    """Returns energy, forces and stress (3×3); None for a stress that the calculator does not give."""
    from ase.calculators.calculator import PropertyNotImplementedError

    atoms.calc = member
    energy = float(atoms.get_potential_energy())
    forces = atoms.get_forces()
    try:
        stress = atoms.get_stress(voigt=False)
    except (PropertyNotImplementedError, NotImplementedError):
        stress = None
    return energy, forces, stress


def numbers(values):
    return " ".join(repr(float(value)) for value in values)


def answer(frame, members):
    """Returns the text of a frame with the mean of the members' answers."""
    import numpy
    from ase import Atoms

    symbols, positions, cell = frame
    head = '%d\nLattice="%s" ' % (len(symbols), numbers(sum(cell, [])))
    try:
        results = [evaluate(member, Atoms(symbols, positions=positions, cell=cell, pbc=True)) for member in members]
        energies = numpy.array([result[0] for result in results])
        forces = numpy.array([result[1] for result in results])
        if not (numpy.isfinite(energies).all() and numpy.isfinite(forces).all()):
            raise ArithmeticError("the energy or a force is not finite")
        if any(result[2] is None for result in results):
            stresses = None
        else:
            stresses = numpy.array([result[2] for result in results])
            if not numpy.isfinite(stresses).all():
                raise ArithmeticError("the stress is not finite")
    except Exception as problem:  # one structure that cannot be evaluated must not end a search
        traceback.print_exc()
        said = " ".join((type(problem).__name__ + ": " + str(problem)).replace("\\", "/").replace('"', "'").split())
        rows = [symbol + " " + numbers(position) for symbol, position in zip(symbols, positions)]
        return head + 'Properties=species:S:1:pos:R:3 error="%s" pbc="T T T"\n' % said + "\n".join(rows) + "\n"
    head += "Properties=species:S:1:pos:R:3:forces:R:3 energy=" + repr(float(energies.mean()))
    if stresses is not None:
        head += ' stress="%s"' % numbers(stresses.mean(axis=0).ravel())
    if len(members) > 1 and stresses is not None:
        head += ' energy_std=%r forces_std="%s" stress_std="%s"' % (
            float(energies.std(ddof=1)),
            numbers(numpy.sqrt(forces.var(axis=0, ddof=1).sum(axis=1))),
            numbers(stresses.std(axis=0, ddof=1).ravel()),
        )
    rows = [
        symbol + " " + numbers(position) + " " + numbers(force)
        for symbol, position, force in zip(symbols, positions, forces.mean(axis=0))
    ]
    return head + ' pbc="T T T"\n' + "\n".join(rows) + "\n"


def main():
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever libraries print must not stand among the frames
    parser, options = arguments()
    members = [calculator(parser, name, keywords) for name, keywords in options.members]
    lines = sys.stdin
    frame = read_frame(lines)
    while frame is not None:
        out.write(answer(frame, members))
        out.flush()
        frame = read_frame(lines)


if __name__ == "__main__":
    main()
