#!/usr/bin/env python3
"""A serial cable: two pseudo terminals, of which each hears what is written to the other. Prints their two names."""
import os
import pty
import select
import sys
import tty

ends = [pty.openpty() for _ in range(2)]
for _, slave in ends:
    tty.setraw(slave)
print(*(os.ttyname(slave) for _, slave in ends), flush=True)
masters = [master for master, _ in ends]
while True:
    for master in select.select([*masters, sys.stdin], [], [])[0]:
        if master is sys.stdin:
            sys.exit(0)
        os.write(masters[1 - masters.index(master)], os.read(master, 4096))
