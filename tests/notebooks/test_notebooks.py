"""The notebooks run from top to bottom on the shipped data, and are stored without what they printed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SECONDS = 300


def name(path: Path) -> str:
    return path.stem


def test_there_are_three() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["01_explore", "02_compare_forecasters", "03_staff_a_month"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_it_is_stored_without_outputs(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell.id for cell in cells if cell.outputs or cell.execution_count is not None] == []


@pytest.mark.processes
@pytest.mark.parametrize("path", NOTEBOOKS, ids=name)
def test_it_runs_on_the_shipped_data_and_shows_charts(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    ).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in shown if output.output_type == "error"] == []
    assert [output for output in shown if output.get("name") == "stderr"] == []
    assert [output for output in shown if "image/png" in output.get("data", {})]
