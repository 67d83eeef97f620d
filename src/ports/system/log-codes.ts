/** What a line of the log is about. */
export interface LogCodeMeaning {
  readonly means: string;
  /** What the operator does about it; null where there is nothing to do. */
  readonly act: string | null;
}

const REPORT_BUG = 'It is a fault of the firmware: report it with its stack.';
const CHECK_MEDIUM = 'Check the medium: free space, mounted for writing, no errors in the kernel log.';
const PEER_FAULT = 'If one peer or server causes many, ask who runs it.';

/**
 * Every code that is ever logged; another one does not compile. `docs/log-codes.md` is made of it: after a change run
 * the test of this file with UPDATE_DOCS=1.
 */
export const LOG_CODES = {
  'account.other-device': {
    means: "Another device has signed in to the owner's account; the owner is told, once for each device.",
    act: 'If it is not the owner’s, give the account a new password.',
  },
  'alert.buzzer-failed': {
    means: 'The buzzer could not be sounded; the message itself is safe.',
    act: 'Check the buzzer of the board.',
  },
  'alert.led-failed': {
    means: 'The LED could not be set; the message itself is safe.',
    act: 'Check the LED of the board.',
  },
  'board.part-awaited': {
    means: 'The keypad or the screen is not there yet; it is tried again several times a second, for the time told.',
    act: 'Nothing when the handset starts; else do what the cure in the line says.',
  },
  'board.part-failed': {
    means:
      'The kernel refuses a key, the LED, the buzzer or the screen; told once, however often it is used meanwhile.',
    act: 'By the error number: check the device, and the rights of the service.',
  },
  'board.part-unusable': {
    means: 'The LED, the buzzer or the light of the board could not be opened; the handset works without.',
    act: 'Do what the cure in the line says.',
  },
  'board.part-works-again': { means: 'A part of the board that failed works again.', act: null },
  'contacts.no-room': {
    means: 'So many contacts of the configuration file did not fit beside those of the owner.',
    act: 'Give fewer contacts, or let the owner delete some.',
  },
  'contacts.not-added': {
    means: 'The store refused a contact of the configuration file; it comes again at the next start.',
    act: CHECK_MEDIUM,
  },
  'device.instance-not-kept': {
    means: "The device's SIP instance id could not be kept: it lasts until the process ends.",
    act: CHECK_MEDIUM,
  },
  'handset.listener-threw': {
    means: 'A part that listens for an event threw; the others heard of it.',
    act: REPORT_BUG,
  },
  'memory.not-given-back': {
    means:
      'Memory could not be given back while the screen was dark: the addon or /proc is not there. It goes on as before.',
    act: 'Mend what the line names: linux_io.node beside the program, and /proc.',
  },
  'outbox.link-rejected': { means: 'A try to send a message threw; it is tried again.', act: REPORT_BUG },
  'power.battery': { means: 'The battery became low, critical or empty, or is well again.', act: null },
  'power.gauge-unreadable': {
    means: 'The battery is there, but its gauge tells no charge between 0 and 100; told once until it does again.',
    act: 'Check the gauge and its driver; name the right battery in the board’s data.',
  },
  'process.crashed': {
    means: 'Something threw outside of any stage; the process ends at once. Nothing that was durable is lost.',
    act: REPORT_BUG,
  },
  'receive.failed': { means: 'Taking a message threw; the relay keeps it and brings it again.', act: REPORT_BUG },
  'receive.refused-after-faults': {
    means: 'A message could not be taken several times, while others were: it was refused for good.',
    act: REPORT_BUG,
  },
  'receive.report-unmatched': { means: 'A report came about a message that was never sent to that peer.', act: null },
  'receive.same-id-other-text': {
    means: 'A peer sent another text under an id that it had used: both are shown, the first with a mark.',
    act: PEER_FAULT,
  },
  'relay.accept-failed': {
    means: 'The kernel refused a new connection.',
    act: 'Raise the limit of open files of the service, or the memory.',
  },
  'relay.accounts-unreadable': {
    means: 'The accounts file changed and cannot be used; the accounts before stay in force.',
    act: 'Mend the file as the line says.',
  },
  'relay.authority-needed': {
    means: "The relay's intermediate CA is near its end, and the CA's key, which makes the next, is not here.",
    act: 'Put authority.pem back into its folder for a day, then take it away again.',
  },
  'relay.certificate-not-renewed': {
    means: "The relay's certificate is near its end and could not be made anew.",
    act: 'Mend the certificate folder as the line says, before the certificate ends.',
  },
  'relay.connection-closed': { means: 'A connection ended, for that reason.', act: null },
  'relay.connection-displaced': {
    means:
      'Connections that had not logged in were closed for a new one: too many are open, in all or from one network.',
    act: 'If it goes on, somebody floods the relay with connections; block the network.',
  },
  'relay.encode-failed': {
    means: 'A message could not be written for its recipient and was given up.',
    act: REPORT_BUG,
  },
  'relay.expired-unreadable': {
    means: 'A message whose time was over could not be opened, so its sender was not told.',
    act: 'Put back the keys that belong to the queue.',
  },
  'relay.foreign-device': {
    means: "A device logged in to an account that is not the account's own; its owner was told.",
    act: "If the owner does not know it, change the account's password; else bind both devices (instances).",
  },
  'relay.handshake-failed': {
    means: 'A TLS handshake failed; mostly a scanner, or a client without the authority.',
    act: null,
  },
  'relay.listening': { means: 'The relay takes connections.', act: null },
  'relay.login-blocked': {
    means: 'Too many wrong passwords: this login is shut out for a while.',
    act: 'If it goes on, somebody guesses: block the network that they come from.',
  },
  'relay.queue-lost-changes': {
    means: 'The medium lost messages of the queue that had been durable.',
    act: 'Replace the medium.',
  },
  'relay.request-crashed': { means: 'Handling a request threw; its sender was answered 500.', act: REPORT_BUG },
  'relay.stopped': { means: 'The relay ended in good order.', act: null },
  'relay.store-failed': {
    means: 'The queue refused to read or write; senders are told to come again.',
    act: CHECK_MEDIUM,
  },
  'relay.stored-message-unreadable': {
    means: 'A message in the queue could not be opened and is passed over.',
    act: 'Put back the keys that belong to the queue.',
  },
  'report.given-up': {
    means: 'A delivery or read report was answered with a fault for 12 h; it is not sent any more.',
    act: null,
  },
  'report.link-rejected': { means: 'A try to send a report threw; it is tried again.', act: REPORT_BUG },
  'screen.console-stays': {
    means: "The kernel's console draws over the screen, and this process may not stop it.",
    act: 'Give /sys/class/vtconsole/vtcon*/bind to the user of the service, or boot with fbcon=map:9.',
  },
  'screen.lvgl': { means: 'A warning or an error of the graphics library.', act: REPORT_BUG },
  'service.fails-to-start': {
    means: 'The handset has failed several times soon after its start; its screen says how the last time, for 5 min.',
    act: 'Do what its last words say; without any, look for what it logged before.',
  },
  'service.not-told': {
    means: 'The service manager could not be told that the handset is there or lives: it will start it again.',
    act: 'Report it with the line: the socket of systemd, or the addon that writes to it, is not there.',
  },
  'service.part-dead': {
    means:
      'The screen took no picture, or the keypad did not answer; when it stays so, the handset is ended and started again.',
    act: 'When it comes again: check the part and how it is connected, and look at the kernel log.',
  },
  'settings.value-unreadable': {
    means: 'What is kept of a setting is none of its values, as after an older firmware; its default is in force.',
    act: null,
  },
  'simulator.request-failed': { means: 'Answering a request to the simulator threw.', act: REPORT_BUG },
  'sip.challenge-unanswered': {
    means: 'A request was asked for a password in a way that gets no answer, or the password was refused.',
    act: 'By `why`: a realm that is not ours, a weaker algorithm than before, or a password that is wrong.',
  },
  'sip.connect-failed': {
    means: 'A server could not be reached, or its certificate was refused; the next one is tried.',
    act: 'By the reason: the network, the certificate and its name, or the address of the server.',
  },
  'sip.flow-ended': { means: 'The connection to the server ended; a new one is made after a pause.', act: null },
  'sip.listener-threw': { means: 'The handset threw while it was told of the link.', act: REPORT_BUG },
  'sip.message-unencodable': { means: 'A message could not be written as SIP.', act: REPORT_BUG },
  'sip.message-unread': {
    means: 'A server sent bytes that are no SIP message; the connection is given up.',
    act: PEER_FAULT,
  },
  'sip.packet-fault': { means: 'Handling a SIP message threw; a request was answered 503.', act: REPORT_BUG },
  'sip.response-discarded': {
    means: 'A response that is not one of SIP, or to nothing that was asked, was dropped.',
    act: PEER_FAULT,
  },
  'sip.revocations-end': {
    means: 'In so many days the list of revoked certificates is over; told each day.',
    act: 'Put the next list of the CA in the place of the file; no restart is needed.',
  },
  'sip.revocations-over': {
    means: 'The list of revoked certificates has been over for so many days. It stays in force, and is not enough.',
    act: 'Put the next list of the CA in the place of the file; no restart is needed.',
  },
  'sip.revocations-unreadable': {
    means: 'The list of revoked certificates changed and cannot be used; the one before stays in force.',
    act: 'Mend the file as the line says.',
  },
  'sip.server-remembered': {
    means: 'DNS did not answer: the server that worked last is tried.',
    act: 'Check the DNS of the network.',
  },
  'sip.setting-not-read': {
    means: 'What the link had learned could not be read: it is learned anew.',
    act: CHECK_MEDIUM,
  },
  'sip.setting-not-saved': {
    means: 'What the link has learned could not be kept: it lasts until the process ends.',
    act: CHECK_MEDIUM,
  },
  'stage.threw': { means: 'A stage of the handset threw; the process ends in good order.', act: REPORT_BUG },
  'store.lost-changes': {
    means: 'The medium lost messages that had been durable. The owner is told, too.',
    act: 'Replace the medium.',
  },
  'store.refused': {
    means: 'The store refuses to write; it is tried again every 30 s. The owner is told, too.',
    act: CHECK_MEDIUM,
  },
  'store.unusable': {
    means: 'The storage cannot be opened; it is tried again every 10 s. The screen says so.',
    act: 'Do what the cure in the line says.',
  },
  'store.works-again': { means: 'The store writes again; what waited is written.', act: null },
  'update.health-untold': {
    means: 'The system cannot be told how well the handset is: a new system would be taken back.',
    act: 'Check the folder that --updates names, and its rights.',
  },
  'update.unwatched': {
    means: 'What the system tells of updates is not heard: the screen says nothing of them.',
    act: 'Check the folder that --updates names, and its rights.',
  },
} as const satisfies Readonly<Record<string, LogCodeMeaning>>;

export type LogCode = keyof typeof LOG_CODES;
