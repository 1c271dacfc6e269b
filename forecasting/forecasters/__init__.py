"""One forecaster per file, all with the two methods of :class:`forecasting.forecasters.base.Forecaster`."""
