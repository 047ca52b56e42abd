"""Pages of care for 特困 people (济办发〔2020〕21号 二(一)2): one deed, one file. What they show and do is in
doudi.basic.extreme_hardship.care."""
