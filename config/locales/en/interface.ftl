# Words of the interface in English. Its French twin has the same name; a test compares their keys.
our-translation = Our translation
rests-on = Rests on
and-more = and { $count } more
no-publisher = publisher unknown
no-date = undated
check = Check
near-not-answer = Near, not an answer
generation = index { $id }
console-welcome = Ask about the DeepSeek episode of January 2025, in English or French. An empty line changes nothing; Ctrl-D ends.
console-prompt = You
console-goodbye = Goodbye.
building = Building the index (once)
failed = Something went wrong here, and it has been logged as { $reference }. Please try again.
timed-out = No answer within { $seconds } seconds. Please try again, or ask something shorter.
busy = Too many questions at once. Please ask again in a moment.
limited = That is a lot of questions in a minute. Please ask again in { $seconds } seconds.
