"""What a template names must be there."""

import pytest
from flask import Flask, render_template_string
from jinja2 import UndefinedError

from web.jobs.snapshot import Improvement

GAIN = Improvement(seconds=1.0, cost=2.0, saved=3.0)


@pytest.mark.parametrize(
    "source",
    ["{{ titel }}", "{% if titel %}{% endif %}", "{{ gain.costs }}", "{% for x in titel %}{% endfor %}"],
)
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_misspelt_name_or_attribute_is_an_error(app: Flask, source: str) -> None:
    with app.test_request_context(), pytest.raises(UndefinedError):
        render_template_string(source, title="Title", gain=GAIN)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_absent_entry_of_a_form_is_empty(app: Flask) -> None:
    source = "[{{ errors.name }}|{{ values['name'] }}|{{ 'bad' if errors.name else 'good' }}|{{ gain.cost }}]"
    with app.test_request_context():
        assert render_template_string(source, errors={}, values={"other": 1}, gain=GAIN) == "[||good|2.0]"
