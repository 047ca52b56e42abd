"""急难社会救助 (济办发〔2020〕21号 二(三)): one module per benefit. A rule of one never imports another; they read facts and verdicts
by name."""
