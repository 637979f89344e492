"""企业合规 Corporate compliance."""

from dashboard.pages.family import show

show("compliance")
