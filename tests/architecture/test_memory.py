"""What the processes that always run load, and what they leave to limited children that live for one file."""

import subprocess
import sys

ALWAYS_RUNNING = ("gateway.main", "services.documents.main", "services.documents.worker", "services.household.main")
LEFT_TO_CHILDREN = ("PIL", "img2pdf", "pikepdf", "pillow_heif", "typst")


def test_what_reads_files_and_sets_pdfs_is_no_part_of_a_process_that_always_runs() -> None:
    program = (
        f"import sys, {', '.join(ALWAYS_RUNNING)}\nprint(*(name for name in {LEFT_TO_CHILDREN} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
