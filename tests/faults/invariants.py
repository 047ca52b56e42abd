"""What must hold after any number of kills, asked of the tables themselves as the superuser (nothing hides a row).

Each function gives what is wrong; nothing is the good answer.
"""

from collections.abc import Iterator
from typing import Any

from tests.faults.deeds import People

# question: (what would be wrong, the rows that show it)
QUESTIONS: dict[str, str] = {
    "an application without a case": """
        SELECT id FROM casework_application a WHERE NOT EXISTS (SELECT FROM casework_case WHERE application_id = a.id)
        AND channel <> 'import'""",
    "a case whose status is not where its last step led": """
        SELECT c.id FROM casework_case c JOIN LATERAL
            (SELECT went_to FROM casework_move WHERE case_id = c.id ORDER BY id DESC LIMIT 1) m ON true
        WHERE c.status <> m.went_to""",
    "a case without a step": """
        SELECT id FROM casework_case c WHERE NOT EXISTS (SELECT FROM casework_move WHERE case_id = c.id)""",
    "a step without its journal record, or a record without its step": """
        WITH steps AS (
            SELECT case_id::text AS id, 'casework.' || verb AS verb, count(*) AS n FROM casework_move
            WHERE verb NOT IN ('submit', 'take_over') GROUP BY 1, 2
        ), records AS (
            SELECT subject_id AS id, verb, count(*) AS n FROM audit_journalentry
            WHERE subject_kind = 'case' AND verb LIKE 'casework.%' GROUP BY 1, 2
        ) SELECT coalesce(steps.id, records.id), coalesce(steps.verb, records.verb), steps.n, records.n
        FROM steps FULL JOIN records USING (id, verb) WHERE steps.n IS DISTINCT FROM records.n""",
    "an application without its journal record, or a record without its application": """
        WITH records AS (SELECT subject_id, count(*) AS n FROM audit_journalentry WHERE verb = 'casework.submit' GROUP BY 1)
        SELECT a.id, r.subject_id, r.n FROM (SELECT * FROM casework_application WHERE channel NOT IN ('import', 'automatic')) a
        FULL JOIN records r ON r.subject_id = a.id::text WHERE r.n IS DISTINCT FROM 1 OR a.id IS NULL""",
    "a step done twice that can be done once": """
        SELECT case_id, verb FROM casework_move WHERE verb IN ('submit', 'accept', 'confirm', 'take_over')
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "a family that exists twice, or a person in no family": """
        SELECT p.id FROM people_person p LEFT JOIN people_membership m ON m.person_id = p.id AND m.valid_until IS NULL
        GROUP BY p.id HAVING count(m.id) <> 1""",
    "a household without an application": """
        SELECT id FROM people_household h WHERE NOT EXISTS (SELECT FROM casework_application WHERE household_id = h.id)""",
    "a confirmation without exactly one award": """
        SELECT d.id FROM casework_decision d LEFT JOIN casework_award a ON a.decision_id = d.id
        WHERE d.result = 'confirm' GROUP BY d.id HAVING count(a.id) <> 1""",
    "two awards of one case in one month": """
        SELECT a.id, b.id FROM casework_award a JOIN casework_award b ON a.case_id = b.case_id AND a.id < b.id
        WHERE a.voided_at IS NULL AND b.voided_at IS NULL
        AND int4range(a.from_month, a.until_month, '[]') && int4range(b.from_month, b.until_month, '[]')""",
    "a decision without its step": """
        SELECT d.id FROM casework_decision d WHERE result = 'confirm' AND NOT EXISTS (SELECT FROM casework_move m
        WHERE m.case_id = d.case_id AND m.verb IN ('confirm', 'confirm_delegated', 'take_over', 'enrol'))""",
    "rolls that do not add up to what is owed": """
        WITH last AS (SELECT area, max(month) AS month FROM casework_rollrun GROUP BY 1),
        owed AS (SELECT a.payer, sum(a.monthly_fen * (least(coalesce(a.until_month, l.month), l.month) - a.from_month + 1)
            + coalesce(a.once_fen - a.advanced_fen - a.monthly_fen * a.instalments, 0)) AS fen
            FROM casework_award a JOIN last l ON l.area = a.payer
            WHERE a.voided_at IS NULL AND a.from_month <= l.month GROUP BY 1),
        paid AS (SELECT r.area AS payer, sum(x.amount_fen) AS fen FROM casework_rollline x
            JOIN casework_rollrun r ON r.id = x.run_id GROUP BY 1)
        SELECT payer, owed.fen, paid.fen FROM owed FULL JOIN paid USING (payer) WHERE owed.fen IS DISTINCT FROM paid.fen""",
    "a sum that is paid once and stands on the rolls for more than it is": """
        SELECT a.id FROM casework_award a JOIN casework_rollline x ON x.award_id = a.id WHERE a.once_fen IS NOT NULL
        GROUP BY a.id HAVING sum(x.amount_fen) > a.once_fen - a.advanced_fen""",
    "somebody enrolled without his award, or for one month twice": """
        SELECT e.id FROM enrolling_entry e WHERE e.outcome = 'enrolled'
        AND (SELECT count(*) FROM casework_award a WHERE a.case_id = e.case_id) <> 1
        UNION ALL SELECT min(a.id) FROM casework_award a JOIN casework_application p ON p.channel = 'automatic'
        JOIN casework_case c ON c.application_id = p.id AND c.id = a.case_id WHERE a.voided_at IS NULL
        GROUP BY a.household_id, a.person_id, a.programme, a.from_month HAVING count(*) > 1""",
    "somebody handed on without his referral, or for one year twice": """
        SELECT e.id FROM enrolling_entry e LEFT JOIN referrals_referral r ON r.id = e.referral_id
        WHERE e.outcome = 'referred' AND (r.id IS NULL OR r.person_id IS DISTINCT FROM e.person_id)
        UNION ALL SELECT min(id) FROM enrolling_entry WHERE outcome = 'referred' GROUP BY programme, person_id, for_year
        HAVING count(*) > 1""",
    "a frozen roll without exactly one record of it, or whose record says another sum": """
        SELECT r.id, count(j.id) FROM casework_rollrun r LEFT JOIN audit_journalentry j ON j.subject_kind = 'roll'
            AND j.subject_id = r.id::text AND j.verb = 'casework.freeze_roll'
            AND (j.details->>'total_fen')::bigint = (SELECT sum(amount_fen) FROM casework_rollline WHERE run_id = r.id)
            AND (j.details->>'lines')::bigint = (SELECT count(*) FROM casework_rollline WHERE run_id = r.id)
        WHERE r.frozen_at IS NOT NULL GROUP BY r.id HAVING count(j.id) <> 1""",
    "an import that did not finish": """
        SELECT id, state, done_rows, rows FROM rollbooks_importrun WHERE started_at IS NOT NULL AND state <> 'done'""",
    "an import that lost or doubled rows": """
        SELECT r.id, r.rows, r.done_rows, count(o.id), count(DISTINCT o.number), count(DISTINCT o.person_id)
        FROM rollbooks_importrun r LEFT JOIN rollbooks_importrow o ON o.run_id = r.id WHERE r.state = 'done'
        GROUP BY r.id HAVING r.rows <> count(o.id) OR r.done_rows <> r.rows OR count(DISTINCT o.number) <> r.rows
            OR count(DISTINCT o.person_id) <> r.rows""",
    "an imported family without exactly one case and one award": """
        SELECT f.household_id, count(DISTINCT c.id), count(DISTINCT a.id)
        FROM (SELECT DISTINCT household_id FROM rollbooks_importrow WHERE outcome = 'new') f
        LEFT JOIN casework_case c ON c.household_id = f.household_id
        LEFT JOIN casework_award a ON a.household_id = f.household_id AND a.voided_at IS NULL
        GROUP BY 1 HAVING count(DISTINCT c.id) <> 1 OR count(DISTINCT a.id) <> 1""",
    "an import whose journal counts other rows": """
        SELECT r.id, r.rows, (SELECT sum(n::int) FROM audit_journalentry j, jsonb_each_text(j.details) AS d(k, n)
            WHERE j.verb = 'import_roll' AND j.subject_id = r.id::text) FROM rollbooks_importrun r
        WHERE r.state = 'done' AND r.rows <> (SELECT sum(n::int) FROM audit_journalentry j,
            jsonb_each_text(j.details) AS d(k, n) WHERE j.verb = 'import_roll' AND j.subject_id = r.id::text)""",
    "an import whose end is not on record once": """
        SELECT r.id FROM rollbooks_importrun r LEFT JOIN audit_journalentry j ON j.subject_id = r.id::text
            AND j.verb = 'finish_roll_import' WHERE r.state = 'done' GROUP BY r.id HAVING count(j.id) <> 1""",
}


def broken(connection: Any, people: People) -> Iterator[str]:
    """Everything that does not hold."""
    for wrong, question in QUESTIONS.items():
        rows = connection.execute(question).fetchall()
        if rows:
            yield f"{wrong}: {rows[:5]} ({len(rows)})"
    yield from _not_as_told(connection, people)


def _not_as_told(connection: Any, people: People) -> Iterator[str]:
    """What people were told was done is there, once."""
    numbers = dict(connection.execute("SELECT idempotency_key, number FROM casework_application").fetchall())
    for key, number in people.sent.items():
        if numbers.get(key) != number:
            yield f"the family was told {number}, on record is {numbers.get(key)}"
    begun = {key for _, key in people.town.drafts}
    if begun - set(people.sent) and any(key in numbers for key in begun - set(people.sent)):
        yield "an application that nobody was told of"
    for verb, cases in (("accept", people.accepted), ("confirm", people.confirmed)):
        done = {row[0] for row in connection.execute("SELECT case_id FROM casework_move WHERE verb = %s", [verb])}
        if missing := set(cases) - done:
            yield f"told done, and is not: {verb} {sorted(missing)}"
    frozen = {row[0] for row in connection.execute("SELECT id FROM casework_rollrun WHERE frozen_at IS NOT NULL")}
    if missing := set(people.frozen) - frozen:
        yield f"told frozen, and is not: {sorted(missing)}"
    done = {row[0] for row in connection.execute("SELECT id FROM rollbooks_importrun WHERE state = 'done'")}
    if missing := set(people.started) - done:
        yield f"told started, and not done: {sorted(missing)}"
