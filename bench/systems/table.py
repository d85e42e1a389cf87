"""The printed result: every figure with its goal, met or not."""

from statistics import median


def heading(text):
    print(f"\n{text}\n{'-' * len(text)}")


def systems(measured, unit, detail=lambda runs: ""):
    """One line a system: the median of its rounds, and the rounds themselves."""
    for name, runs in measured.items():
        rounds = " ".join(_short(value) for value in runs)
        print(f"  {name:<34} {_short(median(runs)):>9} {unit:<6} {detail(name):<32} rounds: {rounds}")


def goal(text, value, bound, unit=""):
    """One line with a goal; returns whether it was met. The bound is written '>= 1.2' or '<= 120'."""
    relation, number = bound.split()
    met = value >= float(number) if relation == ">=" else value <= float(number)
    verdict = "met" if met else "SHORT OF THE GOAL"
    print(f"  {text:<60} {value:8.2f}{unit}   goal {bound}{unit}: {verdict}")
    return met


def figure(text, value, unit="", note=""):
    """One line without a goal."""
    print(f"  {text:<60} {value:8.2f}{unit}   {note}".rstrip())


def _short(value):
    return f"{value:.3f}" if value < 100 else f"{value:.0f}"
