"""Two invented schools with a school year behind them, played through the real actions."""
