# What Discord shows, in English. Names of commands and options: lower case, no spaces, at most 32 characters.
discord-command-ask = ask
discord-command-ask-about = Ask what the sources say; every quote is word for word
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
discord-check = Check [{ $number }]: { $finding }
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
discord-empty = Ask me a question. `/help` has examples.
discord-unread = I can read you only when you mention me: write @{ $name } and your question, or use /ask.
discord-leaving = I am being restarted. Please try again in a moment.
discord-help =
    ### I answer from sources, word for word
    Ask about { $topic }, in English or French:
    - mention me anywhere in your message, or reply to me to ask on
    - `/ask`, with `private` if only you should see the answer
    - write to me directly
    - right-click a message (or hold it), **Apps**, **Check this claim**

    A quote stands between « » exactly as in its source. A box with ❌ or ⚠️ corrects a quote that is wrong or imprecise. What my sources do not say, I do not answer.
    `/sources` lists what I know, `/forget-me` deletes what I have kept of you.
discord-help-examples = **Try one** (only you will see the answer):
discord-command-summary = summary
discord-command-summary-about = Draft a summary of a topic, to pin it
discord-command-pins = pins
discord-command-pins-about = The pinned summaries, and whether they are still true
discord-command-curated = curated
discord-command-curated-about = The answers that moderators approved
discord-command-gaps = gaps
discord-command-gaps-about = What was asked in vain
discord-command-reindex = reindex
discord-command-reindex-about = Look at what a new index would change, then apply it
discord-command-rollback = rollback
discord-command-rollback-about = Let an earlier index answer again
discord-command-generations = generations
discord-command-generations-about = The indexes that were built
discord-command-settings = settings
discord-command-settings-about = How the bot behaves here
discord-command-show = show
discord-command-show-about = Show them
discord-command-set = set
discord-command-set-about = Change one
discord-command-source = source
discord-command-source-about = What the bot quotes from
discord-command-add = add
discord-command-add-about = Add a source from an address or a file
discord-command-remove = remove
discord-command-remove-about = Take a source away
discord-command-restore = restore
discord-command-restore-about = Bring back a source that was removed
discord-command-fetch = fetch
discord-command-fetch-about = Fetch a source from its address, again or for the first time
discord-command-list = list
discord-command-list-about = All sources, and what the next reindex does with them
discord-command-delete = Delete this answer
discord-command-summarise = Summarise this thread
discord-command-approve = Approve this answer
discord-option-topic = topic
discord-option-topic-about = What it is about; begin to type
discord-option-days = days
discord-option-days-about = How many days back
discord-option-generation = generation
discord-option-generation-about = Which one; by default the one before
discord-option-name = name
discord-option-name-about = Which setting
discord-option-value = value
discord-option-value-about = Its new value; "default" takes a choice back
discord-option-everywhere = everywhere
discord-option-everywhere-about = For the whole server, not only for this channel
discord-option-address = address
discord-option-address-about = A public web address
discord-option-file = file
discord-option-file-about = Markdown, text, HTML or PDF, up to 20 MB
discord-option-source = source
discord-option-source-about = Its id, as /source list shows it
discord-summary-dated = Summary of { $day } · index { $generation }
discord-pin = Pin
discord-cancel = Cancel
discord-leave-out = Leave out a point
discord-refresh = Refresh
discord-unpin = Unpin
discord-leave = Leave
discord-withdraw = Withdraw
discord-apply = Apply
discord-apply-anyway = Apply anyway
discord-add = Add
discord-change = Change
discord-remove = Remove
discord-no-pins = Nothing is pinned here.
discord-pin-notice = This pinned summary needs a look: { $pin }
discord-pinned = Pinned: { $title }
discord-decided = That was decided already, or its quotes do not stand any more. Please begin again.
discord-replaced = The preview below takes its place.
discord-cancelled = Nothing was done.
discord-cannot-pin = I may not pin here: somebody who manages the server can grant me “Pin Messages”. Then press Pin again.
discord-cannot-unpin = I may not unpin there: somebody who manages the server can grant me “Pin Messages”.
discord-too-many-pins = This channel has as many pins as Discord allows. Unpin one, then press Pin again.
discord-cannot-post = I could not post it here. Grant me “Send Messages” in this channel, then press Pin again.
discord-refreshed = Refreshed: { $title }
discord-unpinned = Unpinned: { $title }
discord-left = Left as it is.
discord-pin-gone = This pin is gone.
discord-no-thread = I find nothing to summarise: use it on a message in a thread.
discord-cannot-read = I may not read this thread: somebody who manages the server can grant me “Read Message History”. Then try again.
discord-not-mine = That is no answer of mine.
discord-deleted = Deleted.
discord-not-deleted = I could not delete it, Discord says: { $reason }. Whatever I kept of it stays too; try again when that is mended.
discord-approve-title = Which question does it answer?
discord-approve-label = The question, as people ask it
discord-approved = Approved. Who asks the same gets this answer, for as long as its quotes stand.
discord-not-approvable = That cannot be approved: it is no answer, its quotes or checks have changed since, or the question says nothing by itself.
discord-none-approved = No answer is approved here.
discord-withdrawn = Withdrawn.
discord-no-gaps-kept = Question texts are not kept here, so there is nothing to count. An admin turns it on with `/settings set name:keep_questions value:yes`.
discord-applied = Index { $id } answers now.
discord-stale-report = This report does not wait any more, or the texts have changed since. Please run `/reindex` again.
discord-report-late = The look ahead is done; it took longer than Discord lets me answer in place. Run `/reindex` again in the server to apply it: that is quick now, nothing is embedded twice.
discord-rolled-back = Index { $id } answers again.
discord-set = Changed: { $name }
discord-no-such-channel = I see no channel “{ $name }” here. Name it as #channel, and let me see it.
discord-proposal-size = id { $id } · { $characters } characters
discord-source-added = Added: { $id }. It is quoted after the next `/reindex`.
discord-source-removed = Removed: { $id }. It is quoted no more after the next `/reindex`.
discord-source-restored = Restored: { $id }. It is quoted again after the next `/reindex`.
discord-remove-really = Remove “{ $title }”? Checks and translations of its text go with it.
discord-source-which = Give an address or a file, one of the two.
discord-file-large = This file is larger than 20 MB: give a smaller document.
discord-change-title = The source before it is added
discord-field-title = Title
discord-field-language = Language (en, fr, …)
discord-field-published = Date (2025-01-31, 2025-01 or 2025)
discord-field-publisher = Publisher
discord-field-licence = Licence
discord-cut-off = This answer was cut off by a restart. Please ask again.
