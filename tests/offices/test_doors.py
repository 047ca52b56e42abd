"""Every place where the system sees beyond its user, by name: a new one is noticed here and nowhere else."""

import ast
from collections import defaultdict

from doudi.offices.reach import PURPOSES
from tests.test_house import HOUSE, python_files, tree

# Purpose → where it is used. A new line needs a reason why a user's own reach does not do.
KNOWN = {
    "command": {"cli/main.py"},
    "roll import": {"jobs/tasks.py", "casework/rollbooks/actions.py", "casework/rollbooks/reads.py"},
    # A family writes its own refusal; what it ends and takes back is done for it.
    "expired help": {"jobs/tasks.py", "casework/enrolling/declining.py"},
    "working calendar": {"jobs/tasks.py", "casework/actions/reviewing.py"},
    "old roll files": {"jobs/tasks.py"},
    "unsent papers": {"jobs/tasks.py"},
    "new standard": {"jobs/tasks.py", "casework/adjusting/actions.py"},
    "population snapshot": {"jobs/tasks.py"},
    # What was granted once before, precedents and frozen months are the same for whoever asks.
    "roll": {"casework/actions/paying.py", "casework/actions/urgent.py", "casework/awarding.py", "casework/occurrences.py",
        "casework/reads/once.py", "casework/rollbooks/actions.py", "casework/spans.py"},
    "family moves": {"casework/actions/families.py"},
    "sign in": {"offices/reads.py", "offices/second_factor.py", "offices/signing_in.py", "www/resident/done.py",
        "www/resident/guard.py", "www/resident/whose.py", "www/staff/entering.py", "www/staff/provider.py"},
    "application": {"www/resident/send.py", "www/resident/provider.py"},
    "referral reminders": {"jobs/tasks.py"},
    "department api": {"api/door.py", "casework/referrals/tokens.py"},
    "hand over": {"casework/handover/actions.py", "casework/handover/reads.py"},
    "replay": {"jobs/tasks.py"},
    "retention": {"jobs/tasks.py"},
    "retention report": {"casework/retention/reads.py"},
    "change of keys": {"jobs/tasks.py"},
    "sealing": {"jobs/tasks.py"},
    "known number": {"people/numbers.py", "people/claims.py"},
    "publicity list": {"www/staff/publicity.py"},
    "progress": {"www/resident/progress.py", "www/resident/correct.py"},
}


def opened() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for path in python_files():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or getattr(node.func, "attr", getattr(node.func, "id", "")) != "as_system":
                continue
            assert isinstance(node.args[0], ast.Constant), f"{path}: a purpose is written out, never computed"
            found[node.args[0].value].add(str(path.relative_to(HOUSE / "src" / "doudi")))
    return found


def test_the_doors_are_these_and_no_others():
    assert dict(opened()) == KNOWN


def test_no_purpose_is_kept_for_nobody():
    assert set(PURPOSES) == set(KNOWN)


def test_every_task_says_as_what_it_works():
    [path] = [path for path in python_files("jobs") if path.name == "tasks.py"]
    tasks = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)
             and any("task" in ast.unparse(each) for each in node.decorator_list)]
    # Sessions and allowances are nobody's rows.
    silent = {node.name for node in tasks if not any("as_system" in ast.unparse(each) for each in node.decorator_list)}
    assert tasks
    assert silent == {"clear_sessions", "forget_allowances"}
