#!/usr/bin/env python3
"""Measures Polymorph's networks beside networks of the same sizes in Python, in one run, one thread each.

    tests/peers/compare.py [--types schnet,painn] [--cells 64] [--json]

The peer is SchNetPack where it can be imported, else SchNet (Schütt et al. 2018, doi 10.1063/1.5019779) and PaiNN (Schütt,
Unke, Gastegger 2021, arXiv 2102.03150) written here with PyTorch, as Debian's python3-torch has it; the first line of the
output says which. Needs python3-torch and python3-ase, which no test of the project does; on Debian with another Python first
on the PATH: /usr/bin/python3 tests/peers/compare.py.

Si16 within 5 Å, 64 features, 3 interactions, 20 radial functions, single precision: energy, forces and stress of single
structures and in batches, and a step of training (energy and forces) in batches of 10. Times are processor time a structure;
of Polymorph's ensembles that of one member. The peer is given its lists of neighbours for nothing, Polymorph finds its own.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import ase.io
import ase.neighborlist
import numpy
import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
CUTOFF, FEATURES, INTERACTIONS, RADIAL = 5.0, 64, 3, 20
BATCH, REPEATS = 10, 7


def shifted_softplus(x):
    return torch.nn.functional.softplus(x) - float(numpy.log(2.0))


def cutoff(r):
    return 0.5 * (torch.cos(torch.pi * r / CUTOFF) + 1) * (r < CUTOFF)


class SchNet(torch.nn.Module):
    """Continuous-filter convolutions. Where i and j list pairs twice, first one way and then the other, vectors may be of those
    of one way alone: the filters of both are the same."""

    def __init__(self):
        super().__init__()
        linear = torch.nn.Linear
        self.embedding = torch.nn.Embedding(100, FEATURES)
        self.register_buffer("centres", torch.linspace(0, CUTOFF, RADIAL))
        self.filters = torch.nn.ModuleList(
            torch.nn.ModuleList([linear(RADIAL, FEATURES), linear(FEATURES, FEATURES)]) for _ in range(INTERACTIONS))
        self.blocks = torch.nn.ModuleList(
            torch.nn.ModuleList([linear(FEATURES, FEATURES, bias=False), linear(FEATURES, FEATURES),
                                 linear(FEATURES, FEATURES)]) for _ in range(INTERACTIONS))
        self.output = torch.nn.ModuleList([linear(FEATURES, FEATURES // 2), linear(FEATURES // 2, 1)])

    def forward(self, numbers, vectors, i, j):
        r = vectors.norm(dim=1)
        width = self.centres[1] - self.centres[0]
        radial = torch.exp(-0.5 / width ** 2 * (r[:, None] - self.centres) ** 2)
        fade = cutoff(r)[:, None]
        x = self.embedding(numbers)
        for filters, block in zip(self.filters, self.blocks):
            w = filters[1](shifted_softplus(filters[0](radial))) * fade
            if len(w) < len(i):
                w = torch.cat([w, w])
            messages = block[0](x)[j] * w
            y = torch.zeros_like(x).index_add(0, i, messages)
            x = x + block[2](shifted_softplus(block[1](y)))
        return self.output[1](torch.nn.functional.silu(self.output[0](x)))[:, 0]


class PaiNN(torch.nn.Module):
    """Equivariant messages of scalars and vectors."""

    def __init__(self):
        super().__init__()
        linear, silu = torch.nn.Linear, torch.nn.SiLU
        self.embedding = torch.nn.Embedding(100, FEATURES)
        self.filters = linear(RADIAL, 3 * FEATURES * INTERACTIONS)
        sequence = torch.nn.Sequential
        self.messages = torch.nn.ModuleList(
            sequence(linear(FEATURES, FEATURES), silu(), linear(FEATURES, 3 * FEATURES)) for _ in range(INTERACTIONS))
        self.mixes = torch.nn.ModuleList(linear(FEATURES, 2 * FEATURES, bias=False) for _ in range(INTERACTIONS))
        self.updates = torch.nn.ModuleList(
            sequence(linear(2 * FEATURES, FEATURES), silu(), linear(FEATURES, 3 * FEATURES))
            for _ in range(INTERACTIONS))
        self.output = sequence(linear(FEATURES, FEATURES // 2), silu(), linear(FEATURES // 2, 1))
        self.register_buffer("waves", torch.arange(1, RADIAL + 1) * torch.pi / CUTOFF)

    def forward(self, numbers, vectors, i, j):
        r = vectors.norm(dim=1)
        direction = (vectors / r[:, None])[:, :, None]
        radial = torch.sin(r[:, None] * self.waves) / r[:, None]
        filters = (self.filters(radial) * cutoff(r)[:, None]).split(3 * FEATURES, dim=1)
        s = self.embedding(numbers)
        v = s.new_zeros(len(numbers), 3, FEATURES)
        for w, message, mix, update in zip(filters, self.messages, self.mixes, self.updates):
            scalar, along, keep = (message(s)[j] * w).split(FEATURES, dim=1)
            s = s.index_add(0, i, scalar)
            v = v.index_add(0, i, along[:, None, :] * direction + keep[:, None, :] * v[j])
            left, right = mix(v).split(FEATURES, dim=2)
            # the root of zero has no derivative
            length = torch.sqrt((right ** 2).sum(dim=1) + 1e-8)
            vv, sv, ss = update(torch.cat([s, length], dim=1)).split(FEATURES, dim=1)
            v = v + vv[:, None, :] * left
            s = s + ss + sv * (left * right).sum(dim=1)
        return self.output(s)[:, 0]


class Batch:
    """Several structures as one graph."""

    def __init__(self, frames):
        first, parts = 0, []
        for index, frame in enumerate(frames):
            i, j, shift = ase.neighborlist.primitive_neighbor_list(
                "ijS", [True] * 3, frame.cell.array, frame.positions, CUTOFF)
            parts.append((frame, i + first, j + first, shift, index))
            first += len(frame)
        tensor = lambda arrays, kind: torch.tensor(numpy.concatenate(arrays), dtype=kind)
        self.count = len(frames)
        self.numbers = tensor([f.numbers for f, *_ in parts], torch.long)
        self.positions = tensor([f.positions for f, *_ in parts], torch.float32)
        self.cells = torch.tensor(numpy.stack([f.cell.array for f in frames]), dtype=torch.float32)
        self.i = tensor([p[1] for p in parts], torch.long)
        self.j = tensor([p[2] for p in parts], torch.long)
        self.shifts = tensor([p[3] for p in parts], torch.float32)
        self.of_atom = tensor([[p[4]] * len(p[0]) for p in parts], torch.long)
        self.of_pair = self.of_atom[self.i]
        self.volumes = torch.linalg.det(self.cells).abs()
        self.energies = torch.tensor([f.get_potential_energy() for f in frames], dtype=torch.float32)
        self.forces = tensor([f.get_forces() for f in frames], torch.float32)

    def evaluate(self, model, graph=False):
        strain = torch.zeros(self.count, 3, 3, requires_grad=True)
        positions = self.positions.detach().requires_grad_(True)
        deformation = torch.eye(3) + 0.5 * (strain + strain.transpose(1, 2))
        moved = (positions[:, None, :] @ deformation[self.of_atom])[:, 0]
        cells = self.cells @ deformation
        vectors = moved[self.j] - moved[self.i] + (self.shifts[:, None, :] @ cells[self.of_pair])[:, 0]
        atoms = model(self.numbers, vectors, self.i, self.j)
        energies = torch.zeros(self.count).index_add(0, self.of_atom, atoms)
        gradient, virial = torch.autograd.grad(energies.sum(), [positions, strain], create_graph=graph)
        return energies, -gradient, virial / self.volumes[:, None, None]

    def step(self, model, optimizer):
        optimizer.zero_grad()
        energies, forces, _ = self.evaluate(model, graph=True)
        loss = ((energies - self.energies) ** 2).mean() * 1e-4 + ((forces - self.forces) ** 2).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimizer.step()


def fastest(action, structures):
    action()
    times = []
    for _ in range(REPEATS):
        begun = time.process_time()
        action()
        times.append((time.process_time() - begun) / structures)
    return 1e6 * min(times)


def schnetpack(kind):
    """Returns a module of SchNetPack that takes what ours do; None where it is not installed."""
    try:
        import schnetpack
        import schnetpack.properties as properties
    except ImportError:
        return None
    radial = schnetpack.nn.radial.GaussianRBF(n_rbf=RADIAL, cutoff=CUTOFF)
    representation = {"schnet": schnetpack.representation.SchNet, "painn": schnetpack.representation.PaiNN}[kind](
        n_atom_basis=FEATURES, n_interactions=INTERACTIONS, radial_basis=radial,
        cutoff_fn=schnetpack.nn.cutoff.CosineCutoff(CUTOFF))

    class Peer(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.representation = representation
            self.output = torch.nn.Sequential(
                torch.nn.Linear(FEATURES, FEATURES // 2), torch.nn.SiLU(), torch.nn.Linear(FEATURES // 2, 1))

        def forward(self, numbers, vectors, i, j):
            inputs = {properties.Z: numbers, properties.Rij: vectors, properties.idx_i: i, properties.idx_j: j}
            return self.output(self.representation(inputs)["scalar_representation"])[:, 0]

    return Peer()


def measure_peer(kind, frames):
    torch.manual_seed(1)
    model = schnetpack(kind) or {"schnet": SchNet, "painn": PaiNN}[kind]()
    singles = [Batch([frame]) for frame in frames[:16]]
    many = Batch(frames)
    ten = [Batch(frames[k:k + BATCH]) for k in range(0, len(frames) - BATCH + 1, BATCH)]
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    return {
        "single": fastest(lambda: [b.evaluate(model) for b in singles], len(singles)),
        "batch": fastest(lambda: many.evaluate(model), len(frames)),
        "training": fastest(lambda: [b.step(model, optimizer) for b in ten], BATCH * len(ten)),
        "parameters": sum(p.numel() for p in model.parameters()),
    }


def measure_polymorph(types, labelled):
    report = ROOT / "tests" / "target" / "peer-figures.json"
    report.unlink(missing_ok=True)
    environment = dict(os.environ)
    environment.pop("OPENBLAS_NUM_THREADS")
    chosen = re.search(r"(?ms)^# OpenBLAS does not know.*?^fi$", (ROOT / "polymorph").read_text()).group(0)
    command = [
        "sh", "-c", chosen + '\nexec "$@"', "sh",
        "mvn", "-q", "-B", "-pl", "tests", "-am", "test", "-Dtest=PeerFigures", "-Dspotless.check.skip=true",
        "-Dsurefire.failIfNoSpecifiedTests=false", f"-Dpeer.labels={labelled}", f"-Dpeer.types={','.join(types)}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode or not report.exists():
        sys.exit("Polymorph could not be measured:\n" + done.stdout[-3000:])
    return json.loads(report.read_text())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--types", default="schnet,painn", help="schnet, painn or both")
    parser.add_argument("--cells", type=int, default=64)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    types = options.types.split(",")
    if not set(types) <= {"schnet", "painn"}:
        sys.exit(f"--types: expected schnet, painn or both, found {options.types}")
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        cells, labelled = f"{folder}/cells.extxyz", f"{folder}/labelled.extxyz"
        launcher = str(ROOT / "polymorph")
        subprocess.run([launcher, "generate", "Si16", "-n", str(options.cells), "--min-distance", "Si-Si=1.9",
                        "--volume", "18:22", "-o", cells], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([launcher, "calculate", cells, "--with", "potential:sw", "-o", labelled], check=True,
                       stdout=subprocess.DEVNULL)
        frames = ase.io.read(labelled, ":")
        peers = {kind: measure_peer(kind, frames) for kind in types}
        ours = measure_polymorph(types, labelled)
    name = "SchNetPack" if schnetpack(types[0]) else f"networks written with PyTorch {torch.__version__}, not SchNetPack"
    pairs = numpy.mean([len(Batch([frame]).i) / 2 for frame in frames])
    if options.json:
        print(json.dumps({"peer": name, "pairs": pairs, "peers": peers, "polymorph": ours}, indent=1))
        return
    print(f"peer: {name}; {len(frames)} Si16 cells, {pairs:.0f} pairs each on average, one thread, processor time")
    print("| network | what | peer, µs a structure | Polymorph, one member | times faster |")
    print("|---|---|---|---|---|")
    for kind in types:
        for what in ("single", "batch", "training"):
            mine = ours[kind][what]
            print(f"| {kind} | {what} | {peers[kind][what]:.0f} | {mine:.0f} | {peers[kind][what] / mine:.1f} |")


if __name__ == "__main__":
    main()
