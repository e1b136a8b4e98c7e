/** Every sentence of the widget in English. */

/** @type {typeof import('./words.vi.js').words} */
export const words = {
  dialog: 'Chat with {shop}', shop: 'The shop', bot: 'Automated', agent: 'Staff', you: 'You',
  close: 'Minimise the chat', menu: 'Options', person: 'Talk to a person', personAsked: 'A person has been asked', personHere: 'A person is here',
  sound: 'Sound for new messages', privacy: 'Privacy', language: 'Language',
  privacyNote: 'The shop keeps this conversation to answer you and to help with orders. Your phone number and email are used only for what you agreed to. '
    + 'This device keeps nothing but a key to find the conversation again. You can ask to see or erase your data at any time.',
  erase: 'Ask to erase my data', eraseText: 'I want my data to be erased', back: 'Back',
  statusBot: 'Answers at once, always', statusWaiting: 'Asking a person to join…', statusAgent: 'Talking with you',
  statusResolved: 'Write again whenever you like', statusConnecting: 'Connecting…', statusOffline: 'Reconnecting…', typing: 'is typing…',
  offline: 'You are offline. What you write is kept and sent once the connection is back.',
  never: 'The shop cannot be reached yet; still trying.', call: 'If it is urgent, please call {n}.',
  closed: 'Our staff are off now ({hours}). Leave a message and we will answer when we open.',
  welcome: 'Hello!',
  welcomeBot: 'I am the automated assistant of {shop}. Ask me about products, prices, delivery or an order. If you would rather talk to a person, choose “Talk to a person” at any time.',
  startProduct1: 'Is this in stock?', startProduct2: 'Is there an offer for it?', startProduct3: 'Can I exchange it?',
  startCart1: 'How much is shipping?', startCart2: 'Do you have a discount code?', startCart3: 'How can I pay?',
  start1: 'Help me choose', start2: 'How much is shipping?', start3: 'Where is my order?',
  history: 'Messages', replies: 'Quick replies', newer: 'New messages',
  pending: 'Sending', held: 'Waiting for the network', sent: 'Sent', delivered: 'Delivered', read: 'Seen', failed: 'Not sent: tap to send again',
  input: 'Write a message', inputTel: 'Phone number, e.g. 0912 345 678', inputEmail: 'Email, e.g. name@gmail.com', inputName: 'Your name',
  keyboard: 'Use letters', send: 'Send', left: '{n} characters left', over: 'Longer than 4,000 characters, please shorten it',
  products: '{n} products', previous: 'Previous product', next: 'Next product', was: 'Was', now: 'Price',
  comparison: 'Comparison', differs: 'different', differsKey: 'Where they differ', soldOut: 'Sold out',
  until: 'Until {date}', copy: 'Copy code', copied: 'Copied', conditions: 'Conditions', code: 'Code',
  order: 'Order {code}', total: 'Total', carrier: 'Carrier', tracking: 'Tracking code', expected: 'Expected', done: 'done', current: 'now here', todo: 'not yet',
  consent: 'Your permission',
};
