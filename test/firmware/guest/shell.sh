#!/bin/sh
# Root's shell on the serial console, for tests alone (support/guest-shell.ts): reads `NUMBER COMMAND`, and answers each
# line of output with `shell NUMBER: `, the end with `shell NUMBER.`.
exec </dev/ttyAMA0 >/dev/ttyAMA0 2>&1
while read -r number command; do
  eval "$command" 2>&1 | while IFS= read -r line; do echo "shell $number: $line"; done
  echo "shell $number."
done
