#!/usr/bin/env python3
"""Trains the peer's SchNet and PaiNN on the very labels that Polymorph's figures are of, and prints their errors.

    tests/peers/accuracy.py ../shared/data/si8-pwx/train.extxyz [--type schnet] [--counts 50,100,200] [--quarters 0,1,2,3]
                            [--energy 0.01,0.1,1] [--members 2] [--json FILE]

The networks are those of compare.py, with what SchNetPack does around them: initial weights of Glorot and Bengio, zero
biases, a SiLU in the energy's layers, energies relative to the mean energy an atom of the labels, AdamW (learning rate
1e-3, weight decay 0.01), batches of 10, a rate halved after 25 epochs without a lower validation loss, an end after 125,
and the weights of the lowest validation loss. Single precision, one thread.

Labels whose number modulo 4 is the quarter's are held out; the first of the rest, in the order of the file, are learned
from, of which a share is kept for validation. The loss is weight × (mean squared error of the energy of a cell, eV²) +
(1 − weight) × (mean squared error of a component of a force, (eV/Å)²), and --energy lists such weights. Errors are mean
absolute: energies in meV/atom, forces in eV/Å a component.
"""
import argparse
import copy
import json
import sys
import time

import compare
import ase.io
import ase.neighborlist
import numpy
import torch

RATE, DECAY, CLIP, LEAST_RATE = 1e-3, 0.01, 10.0, 1e-6


class Cell:
    """A label as tensors, its neighbour list found once: each pair one way."""

    def __init__(self, frame):
        i, j, shift = ase.neighborlist.primitive_neighbor_list(
            "ijS", [True] * 3, frame.cell.array, frame.positions, compare.CUTOFF)
        x, y, z = shift.T
        once = (i < j) | (i == j) & ((x > 0) | (x == 0) & ((y > 0) | (y == 0) & (z > 0)))
        i, j, shift = i[once], j[once], shift[once]
        self.atoms = len(frame)
        self.numbers = torch.tensor(frame.numbers)
        self.i, self.j = torch.tensor(i), torch.tensor(j)
        vectors = frame.positions[j] - frame.positions[i] + shift @ frame.cell.array
        self.vectors = torch.tensor(vectors)
        self.energy = frame.get_potential_energy()
        self.forces = torch.tensor(frame.get_forces())


class Graph:
    """Several cells as one graph; energies are relative to a mean an atom."""

    def __init__(self, cells, mean, kind=torch.float32):
        starts = numpy.cumsum([0] + [c.atoms for c in cells])
        self.count = len(cells)
        self.sizes = torch.tensor([c.atoms for c in cells], dtype=kind)
        self.numbers = torch.cat([c.numbers for c in cells])
        self.i = torch.cat([c.i + int(s) for c, s in zip(cells, starts)])
        self.j = torch.cat([c.j + int(s) for c, s in zip(cells, starts)])
        self.vectors = torch.cat([c.vectors for c in cells]).to(kind)
        self.of_atom = torch.repeat_interleave(torch.arange(self.count), self.sizes.long())
        self.energies = torch.tensor([c.energy - mean * c.atoms for c in cells], dtype=kind)
        self.forces = torch.cat([c.forces for c in cells]).to(kind)

    def evaluate(self, model, graph=False, moves=None):
        """Returns energies and forces, those with their own graph if they are to be learned from."""
        moves = torch.zeros_like(self.forces) if moves is None else moves
        moves = moves.detach().requires_grad_(True)
        vectors = self.vectors + moves[self.j] - moves[self.i]
        if not isinstance(model, compare.SchNet):
            vectors = torch.cat([vectors, -vectors])
        atoms = model(self.numbers, vectors, torch.cat([self.i, self.j]), torch.cat([self.j, self.i]))
        energies = torch.zeros_like(self.energies).index_add(0, self.of_atom, atoms)
        gradient, = torch.autograd.grad(energies.sum(), [moves], create_graph=graph)
        return energies, -gradient

    def loss(self, model, weight, graph=False):
        energies, forces = self.evaluate(model, graph)
        return weight * ((energies - self.energies) ** 2).mean() + (1 - weight) * ((forces - self.forces) ** 2).mean()


def network(kind, seed):
    torch.manual_seed(seed)
    model = {"schnet": compare.SchNet, "painn": compare.PaiNN}[kind]()
    for part in model.modules():
        if isinstance(part, torch.nn.Linear):
            torch.nn.init.xavier_uniform_(part.weight)
            if part.bias is not None:
                torch.nn.init.zeros_(part.bias)
    return model


def check_forces(kind, cell):
    """Compares forces with central differences, in double precision; ends the program where they differ."""
    graph = Graph([cell], 0.0, torch.float64)
    model = network(kind, 1).double()
    _, forces = graph.evaluate(model)
    step, worst = 1e-4, 0.0
    for atom, axis in ((0, 0), (3, 1), (cell.atoms - 1, 2)):
        energies = []
        for sign in (1, -1):
            moves = torch.zeros_like(graph.forces)
            moves[atom, axis] = sign * step
            energies.append(graph.evaluate(model, moves=moves)[0].item())
        worst = max(worst, abs((energies[1] - energies[0]) / (2 * step) - forces[atom, axis].item()))
    relative = worst / forces.abs().max().item()
    if not relative < 1e-6:
        sys.exit(f"forces of {kind}: expected those of finite differences, they are off by {relative:.1e} of the largest")
    print(f"{kind}: forces within {relative:.0e} of finite differences", file=sys.stderr)


def train(kind, seed, cells, weight, options):
    """Returns the network of the lowest validation loss, the mean energy an atom, epochs, and errors of training."""
    random = numpy.random.default_rng(seed)
    order = random.permutation(len(cells))
    apart = max(1, round(options.validation * len(cells)))
    validation = [cells[k] for k in order[:apart]]
    training = [cells[k] for k in order[apart:]]
    mean = sum(c.energy for c in training) / sum(c.atoms for c in training)
    model = network(kind, seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=0.5, patience=options.patience, threshold=0, min_lr=LEAST_RATE)
    held = Graph(validation, mean)
    best, lowest, since, epoch = copy.deepcopy(model.state_dict()), float("inf"), 0, 0
    while epoch < options.epochs and since < options.stop:
        shuffled = random.permutation(len(training))
        for k in range(0, len(training), options.batch):
            batch = Graph([training[s] for s in shuffled[k:k + options.batch]], mean)
            optimizer.zero_grad()
            batch.loss(model, weight, graph=True).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
        value = held.loss(model, weight).item()
        schedule.step(value)
        epoch, since = epoch + 1, since + 1
        if value < lowest:
            best, lowest, since = copy.deepcopy(model.state_dict()), value, 0
    model.load_state_dict(best)
    learned = errors(*Graph(training, mean).evaluate(model), Graph(training, mean))
    return model, mean, epoch, learned


def errors(energies, forces, graph):
    off = (energies - graph.energies).abs() / graph.sizes
    return [1000 * off.mean().item(), (forces - graph.forces).abs().mean().item()]


def measure(kind, quarter, count, weight, cells, options):
    rest = [c for s, c in enumerate(cells) if s % 4 != quarter][:count]
    held = [c for s, c in enumerate(cells) if s % 4 == quarter]
    sums, single, epochs, learned = None, [], [], []
    begun = time.process_time()
    for member in range(options.members):
        model, mean, epoch, known = train(kind, member + 1, rest, weight, options)
        graph = Graph(held, 0.0, torch.float64)
        energies, forces = Graph(held, mean).evaluate(model)
        energies = energies.double() + mean * graph.sizes
        single.append(errors(energies, forces.double(), graph))
        epochs.append(epoch)
        learned.append(known)
        sums = [energies, forces.double()] if sums is None else [sums[0] + energies, sums[1] + forces.double()]
    together = errors(sums[0] / options.members, sums[1] / options.members, graph)
    return {"type": kind, "quarter": quarter, "labels": len(rest), "weight": weight, "single": single,
            "together": together, "training": learned, "epochs": epochs, "seconds": time.process_time() - begun}


def main():
    numbers = lambda of: lambda text: [of(word) for word in text.split(",")]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("labels", help="extended XYZ with energies and forces")
    parser.add_argument("--type", default="schnet", choices=["schnet", "painn"])
    parser.add_argument("--counts", type=numbers(int), default=[50, 100, 200], help="labels to learn from")
    parser.add_argument("--quarters", type=numbers(int), default=[0, 1, 2, 3])
    parser.add_argument("--energy", type=numbers(float), default=[0.01, 0.1, 0.5], help="weights of energies")
    parser.add_argument("--members", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=300, help="at most")
    parser.add_argument("--patience", type=int, default=25, help="epochs until the rate is halved")
    parser.add_argument("--stop", type=int, default=125, help="epochs without a lower validation loss that end a training")
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--validation", type=float, default=0.15, help="share of the labels")
    parser.add_argument("--json", help="file to append each result to, one a line")
    options = parser.parse_args()
    torch.set_num_threads(1)
    cells = [Cell(frame) for frame in ase.io.read(options.labels, ":")]
    check_forces(options.type, cells[0])
    print("| weight of energies | labels | quarter held out | one network | mean of all | training | epochs | s |")
    print("|---|---|---|---|---|---|---|---|")
    pair = lambda e: f"{e[0]:.1f} / {e[1]:.3f}"
    mean = lambda rows: numpy.mean(rows, axis=0)
    for weight in options.energy:
        for count in options.counts:
            rows = []
            for quarter in options.quarters:
                row = measure(options.type, quarter, count, weight, cells, options)
                rows.append(row)
                print(f"| {weight:g} | {row['labels']} | {quarter} | {pair(mean(row['single']))} | {pair(row['together'])} "
                      f"| {pair(mean(row['training']))} | {row['epochs']} | {row['seconds']:.0f} |", flush=True)
                if options.json:
                    with open(options.json, "a") as file:
                        file.write(json.dumps(row) + "\n")
            single = mean([s for row in rows for s in row["single"]])
            print(f"| {weight:g} | {count} | mean | {pair(single)} | {pair(mean([row['together'] for row in rows]))} "
                  f"| {pair(mean([s for row in rows for s in row['training']]))} | | |", flush=True)


if __name__ == "__main__":
    main()
