"""口径说明 Methods."""

from dashboard.pages.methods.page import show

show()
