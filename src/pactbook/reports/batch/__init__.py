"""Many reports of one notebook, for those who compare what was found: every value of a grid, and one table of all findings.

A batch leaves out pages, PDFs and figures' files; `pactbook run` makes the whole report that is worth it.

`grid` says which reports are asked for and checks them all, `drive` hands them to the workers and counts, `crew` is what a
worker holds while it makes some, `store` is where results go, `summary` makes the table.

**One engine.** Every batch runs on dask.distributed, also on one machine, so that what is tried at home is what runs on a
cluster: the same retries, the same loss of a worker, the same summary. What is fast about a run stays as it is: a dask worker
executes no cell. It holds one warm process (`pactbook.reports.warm`), which has imported everything and read the tables, and
forks a throw-away child a report; a thread of the worker waits for it. So neither does a report see what another left behind,
nor does one that is killed take its worker along. The local cluster is one worker in the process of the command with a thread
a core, and so a single warm process. Without dask we would keep a second way to run, retry and count for those who have
not installed an extra; they get one line that says what to install.

**What is done is known by what made it.** A worker writes the notebook, then a row with the hash of all that a run reads
(`pactbook.reports.unchanged`). Whoever resumes asks for rows of the same hash, whichever machine made them. A worker with
other tables, notebooks or libraries than the one that gives the orders makes nothing, and the batch is refused.
"""
