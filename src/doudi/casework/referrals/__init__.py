"""Referrals to other departments (转办): a family's matter is handed over with what its purpose needs, and comes back.

济办发〔2020〕21号 三20. Departments see their referrals only, never a family's file. `actions` sends and revokes, `answering`
takes what departments say (page, spreadsheet, interface: one door), `reminding` urges, `closing` holds a refused case open
until every other help was asked about.
"""
