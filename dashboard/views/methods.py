"""口径说明 Methods."""

from dashboard.methods_page import show

show()
