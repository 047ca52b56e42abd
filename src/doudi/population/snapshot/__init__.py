"""Population snapshots (人口快照): who lives where and what is known of them on a day, as files of `schema`."""
