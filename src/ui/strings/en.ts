/**
 * English, the language that names the keys: every other language has the same keys and the same {places} (a test holds them to it).
 * States and reasons are whole phrases, so that a translator never has to join words. A key and what it does stay in one line: \u00a0.
 */
export const en = {
  'link.stopped': 'Off',
  'link.connecting': 'Connecting',
  'link.registered': 'Registered',
  'link.unreachable': 'Unreachable since {time}',
  'link.unreachableShort': 'No relay {time}',
  'link.unreachableShortest': 'No relay',

  'home.history': 'History',
  'home.contacts': 'Contacts',

  'history.title': 'History',
  'history.empty': 'No messages yet. Contacts is where to write to someone.',
  'history.nothingFound': 'Nothing found for “{filter}”',
  'history.own': 'You: {text}',
  'history.draft': 'Draft: {text}',

  'list.typeToSearch': 'type to search',

  'contacts.all': 'All',
  'contacts.known': 'Known',
  'contacts.favourites': 'Favourites',
  'contacts.empty': 'No contacts yet',
  'contacts.noneKnown': 'Nobody yet: here stand all with whom you exchanged messages',
  'contacts.noFavourites': 'No favourites yet. Open a contact and choose Favourite.',
  'contacts.lastEvent': 'Last message {time}',

  'contact.write': 'Write a message',
  'contact.thread': 'Calls and messages',
  'contact.favourite': 'Favourite',
  'contact.notListed': 'Not in Contacts',
  'word.on': 'On',
  'word.off': 'Off',

  'thread.empty': 'No messages yet',
  'thread.placeholder': 'Write, Enter sends',
  'thread.placeholderShort': 'Write a message',
  'thread.blankedOut': 'Message sent',
  'thread.blankedIn': 'Message received',
  'thread.conflict': 'Another text came under the same id',
  'thread.unreachable': 'Unreachable {from} – {to}',
  'thread.unreachableSince': 'Unreachable since {from}',

  'status.sending': 'Sending',
  'status.waiting': 'Waiting, sends until {time}',
  'status.waitingShort': 'Waiting',
  'status.sendsUntil': 'sends until {time}',
  'status.enqueued': 'Enqueued',
  'status.delivered': 'Delivered',
  'status.read': 'Read',
  'status.failed': 'Failed: {reason}',
  'status.failedShort': 'Failed',
  'status.received': 'Received',

  'hint.resend': '{status}. Enter:\u00a0resend',
  'hint.resendOrEdit': '{status}. Enter:\u00a0resend, Left:\u00a0edit',
  'hint.details': '{status}. Right:\u00a0details',

  'reason.no-network': 'no network',
  'reason.certificate-not-trusted': 'server certificate not trusted',
  'reason.wrong-server-name': 'wrong server name',
  'reason.login-refused': 'login refused',
  'reason.unknown-number': 'unknown number',
  'reason.peer-cannot-take-it': 'peer cannot take it',
  'reason.not-sent-in-12-h': 'not sent in 12 h',
  'reason.not-delivered-in-72-h': 'not delivered in 72 h',
  'reason.too-long': 'too long',
  'reason.server-fault': 'server fault',

  'refused.empty': 'Nothing to send yet',
  'refused.too-long': 'Too long for one message',
  'refused.outbox-full': 'Not sent: too many messages are waiting',
  'refused.disk-full': 'Not sent: the storage is full',
  'refused.read-only': 'Not sent: the storage cannot be written',
  'refused.damaged': 'Not sent: the storage is damaged',
  'refused.closed': 'Not sent: the storage is closed',
  'refused.draftKept': 'There is a text in the field: send or clear it first',

  'store.disk-full': 'Storage full: nothing can be kept',
  'store.read-only': 'Storage cannot be written: nothing is kept',
  'store.damaged': 'Storage damaged: nothing can be kept',
  'store.closed': 'Storage closed: nothing can be kept',

  'details.title': 'Message details',
  'details.next.sending': 'Next: the relay answers, or the handset tries again (5 tries in 60 s)',
  'details.next.waiting': 'Next try: when the relay answers, or with your next message',
  'details.next.enqueued': 'Next: the relay hands it over when the peer is reachable, for up to 72 h',
  'details.next.delivered': 'It is on the peer’s own device',
  'details.next.read': 'The peer has seen it',
  'details.next.failed': 'It is not tried again by itself',
  'details.tryNow': 'Enter:\u00a0try\u00a0now',
  'details.resend': 'Enter:\u00a0resend',
  'details.written': 'Written by the peer {time}',

  'step.composed': 'Written',
  'step.try': 'Try {number}: {outcome}',
  'step.tryUnderWay': 'Try {number}',
  'step.accepted': 'The relay has it',
  'step.waiting': 'Waiting for the relay',
  'step.delivered': 'On the peer’s device',
  'step.read': 'Seen by the peer',
  'step.readHere': 'Read by you',
  'step.failed': 'Failed: {reason}',
  'step.failedPlain': 'Failed',
  'step.resent': 'Sent again by you',
  'step.received': 'Received',
  'step.blanked': 'Text erased',

  'banner.enterOpens': 'Enter opens',
  'banner.menuOpens': 'Menu opens',
  'banner.givingUp': 'Not sent yet, gives up at {time}',
  'banner.enterResends': 'Enter resends',
  'banner.menuResends': 'Menu resends',

  'soft.open': 'Open',
  'soft.back': 'Back',
  'soft.clear': 'Clear',
  'soft.send': 'Send',
  'soft.write': 'Write',
  'soft.contact': 'Contact',
  'soft.details': 'Details',
  'soft.resend': 'Resend',
  'soft.edit': 'Edit',
  'soft.change': 'Change',
  'soft.insert': 'Insert',

  'picker.emoji': 'Emoji: arrows, Enter',
  'picker.symbols': 'Symbols: arrows, Enter',

  counter: '{used}/{limit}',
  'counter.bytes': '{used}/{limit} bytes',

  'keys.stuck': 'Key stuck: {keys}',

  'day.yesterday': 'Yesterday',
  'day.today': 'Today',
} as const;

/** Words that change with a count. */
export const enPlurals = {
  newMessages: { one: '{count} new message', other: '{count} new messages' },
} as const;
