"""The lines of a month's roll, computed from awards and from what earlier rolls already carry (发放名册).

民发〔2021〕57号 第二十一、二十五条. Owed is award by award and month by month; paid is the sum of the lines
in other runs; the difference is a line of this run: regular for its own month, made up (补发) or taken back
(扣回) for an earlier one; what is paid once is regular on whichever roll comes first. So the lines of all runs
always add up to what is owed, whatever was decided late, set aside or ended by a death.
"""

from django.db import connection

from doudi.casework.fields import month_number
from doudi.casework.models import RollLine, RollRun
from doudi.vault.fields import Closed
from doudi.vault.stores import write

# Written for row-level security: PostgreSQL looks through CASE and through a materialized part, but not through COALESCE,
# and would otherwise read every person and every award for each line before it has counted the tables.
LINES = """
with mine as (
    select id, from_month, least(coalesce(until_month, %(month)s), %(month)s) as last_month, monthly_fen,
           once_fen - advanced_fen - monthly_fen * (instalments - 1) as first_fen, voided_at is null as stands
    from casework_award where payer = %(payer)s and from_month <= %(month)s
), owed as (
    select id as award_id, for_month,
           case when first_fen is not null and for_month = from_month then first_fen else monthly_fen end as fen
    from mine cross join lateral generate_series(from_month, last_month) as for_month
    where stands
), paid as (
    select line.award_id, line.for_month, sum(line.amount_fen) as fen
    from casework_rollline line join mine on mine.id = line.award_id
    where line.run_id <> %(run)s group by 1, 2
), differing as materialized (
    select award_id, for_month, coalesce(owed.fen, 0) - coalesce(paid.fen, 0) as fen, paid.fen is null as untouched
    from owed full join paid using (award_id, for_month)
    where coalesce(owed.fen, 0) <> coalesce(paid.fen, 0)
)
insert into casework_rollline (run_id, award_id, household_id, payee_id, account_bank, area, programme, amount_fen, kind,
for_month, reason, held_because)
select %(run)s, award.id, award.household_id, payee.id, payee.account_bank, award.area, award.programme, differing.fen,
       case when differing.fen < 0 then 'adjustment' when differing.for_month = %(month)s then 'regular'
            when award.once_fen is not null and differing.untouched then 'regular' else 'arrears' end,
       differing.for_month,
       case when differing.for_month = %(month)s and differing.fen > 0 then ''
            when award.once_fen is not null and differing.untouched then ''
            when award.ended_because <> '' then award.ended_because else 'late' end,
       case when payee.died_on is not null then 'payee_died' when payee.account_number is null then 'no_account'
            else '' end
from differing
join casework_award award on award.id = differing.award_id
join casework_case "case" on "case".id = award.case_id
join casework_application application on application.id = "case".application_id
join people_person recipient on recipient.id = case when award.person_id is null then application.applicant_id else award.person_id end
join people_person payee on payee.id = case when recipient.payee_id is null then recipient.id else recipient.payee_id end
order by award.area, award.id, differing.for_month
"""


SEALED = ("payee_name", "account_number")


def write_lines(run: RollRun) -> int:
    """Write the lines of an open run anew, in the caller's transaction; how many there are."""
    run.lines.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"run": run.pk, "payer": run.area, "month": month_number(run.month)})
    payee = ("payee_id", "payee__name", "payee__account_name", "payee__account_number")
    return write(RollLine, SEALED, [_paid_to(*line) for line in run.lines.order_by("id").values_list("pk", *payee)])


def _paid_to(line: int, payee: int, name: str, holder: Closed | None, account: Closed | None) -> tuple[int, list[bytes | None]]:
    """Whose account a line goes to, opened for the payee and sealed for the line: a value opens in its own row only."""
    told = (holder.open(payee) if holder else name, account.open(payee) if account else "")
    return line, [RollLine._meta.get_field(column).sealed(value, line) for column, value in zip(SEALED, told, strict=True)]
