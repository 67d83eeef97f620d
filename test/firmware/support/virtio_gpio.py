#!/usr/bin/env python3
"""The GPIO chip of the emulated board, with a key matrix soldered to it: a vhost-user back end for QEMU.

QEMU's `vhost-user-gpio-pci` hands the guest's two virtqueues over to this process: requests (virtio 1.2, section 5.18)
and events. Node cannot receive file descriptors over a socket, and the protocol passes the guest's memory that way;
that is why this one is in Python.

usage: virtio_gpio.py SOCKET LINES ROWS COLUMNS ACTIVE DIODES
  SOCKET   where QEMU connects; this process listens
  LINES    how many lines the chip has
  ROWS     line numbers of the matrix's rows, with commas; '-' for none
  COLUMNS  the same for its columns
  ACTIVE   low or high: the level at which a row is driven, against pulls to the other level
  DIODES   diodes or bare: with a diode at each key, current runs from its column to its row alone

Commands, one JSON object a line on stdin; each is answered by one line {"done": N}, N counting from 1:
  {"down": [row, column], "edges": 5, "gapMs": 0.4}   press a key; a worn contact opens and closes again before it rests
  {"up": [row, column], "edges": 5, "gapMs": 0.4}     release it
  {"input": line, "level": 0 or 1}                    drive a line that is not in the matrix
On stdout also, whenever the guest drives a line: {"line": N, "level": 0 or 1, "atMs": time of this machine}.
"""
import json
import mmap
import os
import select
import socket
import struct
import sys
import threading
import time

REQUEST_QUEUE, EVENT_QUEUE = 0, 1
VIRTIO_F_VERSION_1, VHOST_USER_F_PROTOCOL_FEATURES, VIRTIO_GPIO_F_IRQ = 1 << 32, 1 << 30, 1
PROTOCOL_F_MQ, PROTOCOL_F_CONFIG = 1 << 0, 1 << 9

(GET_FEATURES, SET_FEATURES, SET_OWNER, SET_MEM_TABLE, SET_VRING_NUM, SET_VRING_ADDR, SET_VRING_BASE, GET_VRING_BASE,
 SET_VRING_KICK, SET_VRING_CALL, SET_VRING_ERR, GET_PROTOCOL_FEATURES, SET_PROTOCOL_FEATURES, GET_QUEUE_NUM,
 SET_VRING_ENABLE, GET_CONFIG) = (1, 2, 3, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 24)

GPIO_GET_NAMES, GPIO_GET_DIRECTION, GPIO_SET_DIRECTION, GPIO_GET_VALUE, GPIO_SET_VALUE, GPIO_IRQ_TYPE = range(1, 7)
DIRECTION_OUT = 1
IRQ_RISING, IRQ_FALLING, IRQ_HIGH, IRQ_LOW = 1, 2, 4, 8
STATUS_OK, STATUS_ERROR = 0, 1
IRQ_INVALID, IRQ_VALID = 0, 1


class Matrix:
    """What the columns read, given the keys that are down and the rows that are driven."""

    def __init__(self, rows, columns, active_level, diodes):
        self.rows, self.columns = rows, columns
        self.active_level, self.diodes = active_level, diodes
        self.down = set()

    def is_column(self, line):
        return line in self.columns

    def is_row(self, line):
        return line in self.rows

    def level(self, line, driven):
        """`driven` maps each line that the guest drives to its level. Undriven lines are pulled to the idle level."""
        reached = self._wired_to(line)
        active = any(driven.get(other) == self.active_level for other in reached if other != line)
        return self.active_level if active else 1 - self.active_level

    def _wired_to(self, line):
        """The lines that a conducting path joins to this one: one key away with diodes, any number without."""
        reached, edge = {line}, [line]
        while edge:
            at = edge.pop()
            for row, column in self.down:
                ends = (self.rows[row], self.columns[column])
                if at not in ends:
                    continue
                other = ends[1] if at == ends[0] else ends[0]
                if other not in reached:
                    reached.add(other)
                    if not self.diodes:
                        edge.append(other)
        return reached


class Chip:
    """Lines with their direction, level and interrupt, as the guest's driver sees them."""

    def __init__(self, count, matrix, told):
        self.count, self.matrix, self.told = count, matrix, told
        self.driven = {}
        self.value = [0] * count
        self.input = [0] * count
        self.irq_type = [0] * count
        self.latched = set()  # edges that came while the driver had no buffer for them
        self.interrupt = lambda line: False  # True when a waiting buffer took it

    def level(self, line):
        if line in self.driven:
            return self.driven[line]
        if self.matrix.is_column(line) or self.matrix.is_row(line):
            return self.matrix.level(line, self.driven)
        return self.input[line]

    def change(self, act):
        """Runs what changes levels, then raises the interrupts that follow from it."""
        before = [self.level(line) for line in range(self.count)]
        act()
        for line in range(self.count):
            now = self.level(line)
            if now == before[line] or line in self.driven:
                continue
            wanted = IRQ_RISING if now else IRQ_FALLING
            if self.irq_type[line] & wanted and not self.interrupt(line):
                self.latched.add(line)

    def request(self, kind, line, value):
        """One request of the guest: (status, value)."""
        if line >= self.count:
            return STATUS_ERROR, 0
        if kind == GPIO_GET_DIRECTION:
            return STATUS_OK, DIRECTION_OUT if line in self.driven else 2
        if kind == GPIO_SET_DIRECTION:
            return STATUS_OK, self._direct(line, value) or 0
        if kind == GPIO_GET_VALUE:
            return STATUS_OK, self.level(line)
        if kind == GPIO_SET_VALUE:
            self._drive(line, value & 1)
            return STATUS_OK, 0
        if kind == GPIO_IRQ_TYPE:
            self.irq_type[line] = value
            self.latched.discard(line)
            return STATUS_OK, 0
        return STATUS_ERROR, 0

    def is_due(self, line):
        """Whether an interrupt is to be told as soon as the driver asks."""
        level = self.level(line)
        if self.irq_type[line] & (IRQ_HIGH if level else IRQ_LOW):
            return True
        if line in self.latched:
            self.latched.discard(line)
            return True
        return False

    def _direct(self, line, direction):
        if direction == DIRECTION_OUT:
            self.change(lambda: self.driven.__setitem__(line, self.value[line]))
            self.told(line, self.value[line])
        else:
            self.change(lambda: self.driven.pop(line, None))

    def _drive(self, line, level):
        if self.value[line] == level:
            return
        self.value[line] = level
        if line in self.driven:
            self.change(lambda: self.driven.__setitem__(line, level))
            self.told(line, level)


class Queue:
    """A split virtqueue in the guest's memory (virtio 1.2, section 2.7)."""

    def __init__(self):
        self.size, self.next = 0, 0
        self.kick = self.call = None
        self.desc = self.avail = self.used = None

    @property
    def ready(self):
        return self.size > 0 and self.avail is not None and self.kick is not None

    def heads(self):
        """The chains that the guest has made available since the last time."""
        memory, at = self.avail
        while self.next != struct.unpack_from('<H', memory, at + 2)[0]:
            yield struct.unpack_from('<H', memory, at + 4 + 2 * (self.next % self.size))[0]
            self.next = (self.next + 1) & 0xFFFF

    def buffers(self, head):
        memory, at = self.desc
        chain, index = [], head
        while True:
            address, length, flags, following = struct.unpack_from('<QIHH', memory, at + 16 * index)
            chain.append((address, length))
            if not flags & 1 or len(chain) > self.size:
                return chain
            index = following

    def give_back(self, head, written):
        memory, at = self.used
        index = struct.unpack_from('<H', memory, at + 2)[0]
        struct.pack_into('<II', memory, at + 4 + 8 * (index % self.size), head, written)
        struct.pack_into('<H', memory, at + 2, (index + 1) & 0xFFFF)
        if self.call is not None:
            os.eventfd_write(self.call, 1)


class BackEnd:
    """Speaks vhost-user with QEMU and carries the guest's requests to the chip."""

    def __init__(self, chip, path):
        self.chip = chip
        self.lock = threading.RLock()
        self.regions = []
        self.queues = [Queue(), Queue()]
        self.waiting = {}  # line → (head, address) of the event buffer that waits for its interrupt
        chip.interrupt = self._interrupt
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(1)

    def serve(self):
        """One guest after another, until the process ends: QEMU connects anew after a reset of the device."""
        while True:
            connection, _ = self.listener.accept()
            self._serve(connection)
            connection.close()
            with self.lock:
                self.queues, self.waiting = [Queue(), Queue()], {}

    def _serve(self, connection):
        while True:
            kicks = {queue.kick: index for index, queue in enumerate(self.queues) if queue.kick is not None}
            ready, _, _ = select.select([connection, *kicks], [], [])
            for source in ready:
                if source is connection:
                    if not self._message(connection):
                        return
                elif source in kicks and self.queues[kicks[source]].kick == source:
                    os.eventfd_read(source)
                    self._run(kicks[source])

    # --- the guest's queues

    def _run(self, index):
        queue = self.queues[index]
        if not queue.ready:
            return
        with self.lock:
            for head in queue.heads():
                (self._request if index == REQUEST_QUEUE else self._event)(queue, head)

    def _request(self, queue, head):
        asked, answer = queue.buffers(head)[:2]
        kind, line, value = struct.unpack('<HHI', self._read(asked[0], 8))
        status, result = self.chip.request(kind, line, value)
        if kind == GPIO_IRQ_TYPE and value == 0 and line in self.waiting:
            self._answer_event(line, IRQ_INVALID)
        self._write(answer[0], bytes((status, result)))
        queue.give_back(head, 2)

    def _event(self, queue, head):
        asked, answer = queue.buffers(head)[:2]
        line = struct.unpack('<H', self._read(asked[0], 2))[0]
        self.waiting[line] = (head, answer[0])
        if self.chip.is_due(line):
            self._answer_event(line, IRQ_VALID)

    def _interrupt(self, line):
        if line not in self.waiting:
            return False
        self._answer_event(line, IRQ_VALID)
        return True

    def _answer_event(self, line, status):
        head, address = self.waiting.pop(line)
        self._write(address, bytes((status,)))
        self.queues[EVENT_QUEUE].give_back(head, 1)

    # --- the guest's memory

    def _read(self, address, count):
        memory, at = self._place(address, 0)
        return memory[at:at + count]

    def _write(self, address, data):
        memory, at = self._place(address, 0)
        memory[at:at + len(data)] = data

    def _place(self, address, column):
        """Where an address is mapped; column 0 is the guest's own addresses, 2 those of QEMU's process."""
        for region in self.regions:
            start, size, memory, offset = region[column], region[1], region[3], region[4]
            if start <= address < start + size:
                return memory, address - start + offset
        raise ValueError(f'address {address:#x} is not in the memory of the guest')

    # --- vhost-user messages

    def _message(self, connection):
        head, fds, _, _ = socket.recv_fds(connection, 12, 16)
        if len(head) < 12:
            return False
        request, flags, size = struct.unpack('<III', head)
        payload = b''
        while len(payload) < size:
            part, more, _, _ = socket.recv_fds(connection, size - len(payload), 16)
            if not part:
                return False
            payload, fds = payload + part, fds + more
        with self.lock:
            answer = self._answer(request, payload, fds)
        if answer is None and flags & 8:
            answer = struct.pack('<Q', 0)
        if answer is not None:
            connection.sendall(struct.pack('<III', request, 5, len(answer)) + answer)
        return True

    def _answer(self, request, payload, fds):
        number = struct.unpack_from('<Q', payload)[0] if len(payload) >= 8 else 0
        if request == GET_FEATURES:
            return struct.pack('<Q', VIRTIO_F_VERSION_1 | VHOST_USER_F_PROTOCOL_FEATURES | VIRTIO_GPIO_F_IRQ)
        if request == GET_PROTOCOL_FEATURES:
            return struct.pack('<Q', PROTOCOL_F_MQ | PROTOCOL_F_CONFIG)
        if request == GET_QUEUE_NUM:
            return struct.pack('<Q', 2)
        if request == GET_CONFIG:
            return self._config(payload)
        if request == SET_MEM_TABLE:
            self._map(payload, fds)
        elif request in (SET_VRING_NUM, SET_VRING_BASE, GET_VRING_BASE):
            return self._ring(request, *struct.unpack('<II', payload[:8]))
        elif request == SET_VRING_ADDR:
            index, _, desc, used, avail, _ = struct.unpack('<IIQQQQ', payload[:40])
            queue = self.queues[index]
            queue.desc, queue.used, queue.avail = (self._place(place, 2) for place in (desc, used, avail))
        elif request == SET_VRING_KICK:
            self.queues[number & 0xFF].kick = fds[0] if fds else None
            self._run(number & 0xFF)
        elif request == SET_VRING_CALL:
            self.queues[number & 0xFF].call = fds[0] if fds else None
        return None

    def _config(self, payload):
        offset, size, _ = struct.unpack('<III', payload[:12])
        # Without names: a named line appears in /sys/class/gpio under its name, where nobody looks for it.
        config = struct.pack('<HHI', self.chip.count, 0, 0).ljust(256, b'\0')
        return payload[:12] + config[offset:offset + size]

    def _map(self, payload, fds):
        count = struct.unpack_from('<I', payload)[0]
        self.regions = []
        for index in range(count):
            guest, size, process, offset = struct.unpack_from('<QQQQ', payload, 8 + 32 * index)
            self.regions.append((guest, size, process, mmap.mmap(fds[index], size + offset), offset))
            os.close(fds[index])

    def _ring(self, request, index, number):
        queue = self.queues[index]
        if request == SET_VRING_NUM:
            queue.size = number
        elif request == SET_VRING_BASE:
            queue.next = number
        else:
            queue.kick = None
            return struct.pack('<II', index, queue.next)
        return None


def told_on_stdout(lock):
    def told(line, level):
        with lock:
            print(json.dumps({'line': line, 'level': level, 'atMs': time.time() * 1000}), flush=True)
    return told


def obey(chip, lock, command):
    if 'input' in command:
        with lock:
            chip.change(lambda: chip.input.__setitem__(command['input'], command['level']))
        return
    pressed = 'down' in command
    key = tuple(command['down' if pressed else 'up'])
    # A bouncing contact: it alternates, and rests as asked.
    for edge in range(command.get('edges', 1)):
        closed = pressed == (edge % 2 == 0)
        with lock:
            chip.change(lambda: (chip.matrix.down.add if closed else chip.matrix.down.discard)(key))
        if edge + 1 < command.get('edges', 1):
            time.sleep(command.get('gapMs', 0.4) / 1000)


def main():
    path, count, rows, columns, active, diodes = sys.argv[1:]
    lines = lambda text: [] if text == '-' else [int(number) for number in text.split(',')]
    matrix = Matrix(lines(rows), lines(columns), 1 if active == 'high' else 0, diodes == 'diodes')
    output = threading.Lock()
    chip = Chip(int(count), matrix, told_on_stdout(output))
    back_end = BackEnd(chip, path)
    threading.Thread(target=back_end.serve, daemon=True).start()
    print(json.dumps({'listening': path}), flush=True)
    for number, text in enumerate(sys.stdin, start=1):
        obey(chip, back_end.lock, json.loads(text))
        with output:
            print(json.dumps({'done': number}), flush=True)


if __name__ == '__main__':
    main()
