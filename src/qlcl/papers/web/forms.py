"""Forms of the papers room."""

from django import forms

from qlcl.papers.layout.templating import MAX_BODY


class TemplateForm(forms.Form):
    """The text of a template; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(
        label="Nội dung mẫu",
        max_length=MAX_BODY,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "class": "code"}),
    )


class RestoreForm(forms.Form):
    """Which version is put aside."""

    version = forms.IntegerField(widget=forms.HiddenInput)
