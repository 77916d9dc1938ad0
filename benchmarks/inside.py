"""Runs one scenario in a process of its own, Django set up, on the database of the environment; prints JSON.

`python -m benchmarks.inside SCENARIO TIMES`; the scenario `people` makes the people instead, `session` signs one in.
"""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    scenario, times = sys.argv[1], int(sys.argv[2])
    if scenario in {"people", "session"}:
        people = import_module("benchmarks.people")
        print(json.dumps(people.make() if scenario == "people" else people.session_key()))
    else:
        print(json.dumps(import_module(f"benchmarks.scenarios.{scenario}").measure(times), ensure_ascii=False))
