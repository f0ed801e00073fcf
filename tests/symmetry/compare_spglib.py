#!/usr/bin/env python3
"""Compares `polymorph symmetry` with spglib: space group, Hall symbol, operations, orbits and site symmetries.

    tests/symmetry/compare_spglib.py [--tolerance 0.01,0.001] FILE.extxyz...

Needs python3-spglib and python3-numpy, which no test of the project does. Files: extxyz with cells, such as
`polymorph generate Al4O6 -n 1000 --spacegroup 1-230 -o FILE.extxyz` writes.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import time

import numpy
import spglib

LAUNCHER = pathlib.Path(__file__).resolve().parents[2] / "polymorph"


def structures(path):
    lines = iter(pathlib.Path(path).read_text().splitlines())
    for line in lines:
        count, comment = int(line), next(lines)
        lattice = numpy.array(re.search(r'Lattice="([^"]*)"', comment).group(1).split(), float).reshape(3, 3)
        rows = [next(lines).split() for _ in range(count)]
        positions = numpy.array([row[1:4] for row in rows], float) @ numpy.linalg.inv(lattice)
        names = [row[0] for row in rows]
        yield lattice, positions, [sorted(set(names)).index(name) + 1 for name in names]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tolerance", default="0.01")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    said = subprocess.run([LAUNCHER, "symmetry", *options.files, "--json", "--tolerance", options.tolerance],
                          check=True, stdout=subprocess.PIPE).stdout
    ours = iter(json.loads(said)["results"])
    same, other, seconds = 0, [], 0.0
    for path in options.files:
        for index, cell in enumerate(structures(path), 1):
            for tolerance in map(float, options.tolerance.split(",")):
                start = time.perf_counter()
                found = spglib.get_symmetry_dataset(cell, symprec=tolerance)
                seconds += time.perf_counter() - start
                our = next(ours)
                theirs = (found["number"], found["hall"], len(found["rotations"]),
                          list(found["crystallographic_orbits"]), sorted(found["site_symmetry_symbols"]))
                mine = (our["number"], our["hall"], len(our["operations"]),
                        our["equivalentAtoms"], sorted(our["siteSymmetry"]))
                if theirs == mine:
                    same += 1
                else:
                    other.append(f"{path} {index} at {tolerance}: spglib {theirs[:3]}, polymorph {mine[:3]}")
    print(f"{same} of {same + len(other)} agree; spglib {spglib.__version__} took {seconds:.2f} s")
    print("\n".join(other))
    sys.exit(1 if other else 0)


if __name__ == "__main__":
    main()
