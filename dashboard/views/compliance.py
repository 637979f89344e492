"""企业合规 Corporate compliance."""

from dashboard.family_page import show

show("compliance")
