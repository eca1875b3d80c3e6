"""Events: where people meet to propose (찾아가는 시민제안, 시민제안워크숍)."""
