# What Discord shows, in English. Names of commands and options: lower case, no spaces, at most 32 characters.
discord-command-ask = ask
discord-command-ask-about = Ask about the DeepSeek episode of January 2025; every quote is word for word
discord-command-help = help
discord-command-help-about = How to ask, with examples
discord-command-sources = sources
discord-command-sources-about = What the bot knows
discord-command-forget-me = forget-me
discord-command-forget-me-about = Delete what the bot has kept of you
discord-command-check = Check this claim
discord-option-question = question
discord-option-question-about = Your question, in English or French
discord-option-private = private
discord-option-private-about = Show the answer only to me; I can share it afterwards
discord-option-title = title
discord-option-title-about = One source; begin to type its title
discord-asked = > **{ $name }**: { $question }
discord-footer = Every quote is word for word from its source. Wrong? 👎 tells us.
discord-left-out = { $count ->
    [one] One part is too long for Discord and is left out whole: 📚 Sources shows where it is from.
   *[other] { $count } parts are too long for Discord and are left out whole: 📚 Sources shows where they are from.
  }
discord-passage = Show the passage [{ $number }]
discord-choose-passage = Show the passage around a quote
discord-passage-title = The passage around quote [{ $number }]
discord-passage-too-long = This passage is too long for Discord. It is in { $source }.
discord-open-there = Open it there
discord-helpful = Helpful
discord-unhelpful = Not helpful
discord-sources = Sources
discord-share = Share
discord-shared-by = Shared by { $name }
discord-shared-already = This answer has been shared already.
discord-gone = This answer is not kept any more, or its sources have changed since. Please ask again.
discord-thanks = Thank you, that is noted.
discord-reason-title = What is wrong with this answer?
discord-reason-label = The reason
discord-reason-wrong = It is wrong
discord-reason-unsupported = This quote does not support this sentence
discord-reason-incomplete = Something important is missing
discord-reason-unclear = It is hard to understand
discord-reason-other = Something else
discord-reason-quote = Which quote, if it is about one?
discord-reason-comment = In your own words (this is kept)
discord-cited-title = Where this answer is from
discord-sources-title = { $count ->
    [one] What I know: one source
   *[other] What I know: { $count } sources
  }
discord-not-held = known by its address only
discord-no-such-source = There is no such source. `/sources` lists them all.
discord-forgotten = { $count ->
    [0] Nothing was kept of you.
    [one] Deleted: one entry. Nothing of you is kept any more.
   *[other] Deleted: { $count } entries. Nothing of you is kept any more.
  }
discord-nothing-to-check = I find no text in this message that I could check.
discord-no-answers-here = I do not answer in this channel.
discord-cannot-speak = I cannot answer you there: I lack the right to write in that channel. Somebody who manages the server can grant me “Send Messages”.
discord-empty = Ask me a question, for example: What did R1 cost to train?
discord-unread = I can read you only when you mention me: write @{ $name } and your question, or use /ask.
discord-leaving = I am being restarted. Please try again in a moment.
discord-help =
    ### I answer from sources, word for word
    Ask about the DeepSeek episode of January 2025, in English or French:
    - mention me anywhere in your message, or reply to me to ask on
    - `/ask`, with `private` if only you should see the answer
    - write to me directly
    - right-click a message (or hold it), **Apps**, **Check this claim**
    A quote stands between « » exactly as in its source. A box with ❌ or ⚠️ corrects a quote that is wrong or imprecise. What my sources do not say, I do not answer.
    `/sources` lists what I know, `/forget-me` deletes what I have kept of you.
discord-help-examples = **Try one** (only you will see the answer):
discord-example-1 = What did R1 cost to train?
discord-example-2 = How much market value did Nvidia lose?
discord-example-3 = Is it true that R1 cost 5.6 million dollars?
