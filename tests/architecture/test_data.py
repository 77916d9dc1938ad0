"""Rules on the tables: foreign keys follow the street, history points nowhere, seals name real columns."""

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import street

pytestmark = pytest.mark.static


def _models():
    return [m for m in apps.get_models() if m.__module__.startswith("qlcl.")]


def test_foreign_keys_follow_the_street():
    """Mend: store a reference (kind, id, label) where a low room must point up."""
    lines = street()
    wrong = []
    for model in _models():
        for field in model._meta.get_fields():
            target = field.related_model if isinstance(field, models.ForeignKey | models.ManyToManyField) else None
            if target is None or not target.__module__.startswith("qlcl."):
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if here != there and lines[there] >= lines[here]:
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")
    assert not wrong, wrong


def test_history_has_no_relation_that_leaves_the_kernel():
    """Mend: keep chain key, person and position as text and ids."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in _models()
        if model._meta.app_label == "kernel"
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label != "kernel"
    ]
    assert not wrong, wrong


def test_sealed_models_name_fields_that_exist():
    """Mend: `sealed_fields` names columns; a foreign key by its `<name>_id`; `seal_shape` counts the shapes."""
    wrong = []
    for model in _models():
        sealed = getattr(model, "sealed_fields", ())
        columns = {f.attname for f in model._meta.concrete_fields}
        wrong += [f"{model._meta.label}: {name}" for name in sealed if name not in columns]
        if sealed and not isinstance(getattr(model, "seal_shape", None), int):
            wrong.append(f"{model._meta.label}: no seal_shape")
        if sealed and "illustration" in columns - set(sealed):
            wrong.append(f"{model._meta.label}: illustration is not sealed")
        for name, shape in getattr(model, "sealed_since", {}).items():
            if name not in sealed or not 1 < shape <= model.seal_shape:
                wrong.append(f"{model._meta.label}: sealed_since {name} {shape}")
    assert not wrong, wrong
