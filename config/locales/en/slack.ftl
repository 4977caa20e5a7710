# What Slack shows in English. Buttons have at most 75 characters, titles of modals 24.
slack-passage = Show passage { $number }
slack-passage-label = Show the paragraph that quote { $number } stands in
slack-passage-title = The passage
slack-close = Close
slack-passage-gone = This passage cannot be shown any more: the answer is no longer kept, or its source has changed since. Please ask again.
slack-gone = This answer is no longer kept, or its sources have changed since. Please ask again.
slack-helpful = Helpful
slack-not-helpful = Not helpful
slack-thanks = Thank you, that is noted.
slack-reasons-title = Not helpful
slack-reasons-question = What was wrong?
slack-reason-wrong = It is wrong
slack-reason-unsupported = A quote does not support its sentence
slack-reason-incomplete = Something is missing
slack-reason-unclear = It is hard to understand
slack-reason-other = Something else
slack-reasons-quote = Which quote?
slack-reasons-comment = In your own words
slack-reasons-comment-hint = Kept only if an admin has turned on the keeping of texts.
slack-quote = Quote { $number }
slack-send = Send
slack-share = Share in channel
slack-share-thread = Share in the thread
slack-shared = { $name } shared this answer. They had asked the bot privately.
slack-shared-already = This answer has been shared already.
slack-not-shared = It could not be shared here: invite the bot to this channel first.
slack-left-out = { $count ->
    [one] One part of this answer is too long for Slack and is left out whole.
   *[other] { $count } parts of this answer are too long for Slack and are left out whole.
} The buttons open every quote.
slack-extracted = Quotes are word for word from the sources; no language model wrote this.
slack-generated = A language model wrote the sentences; the quotes are word for word from the sources.
slack-status = is reading the sources…
slack-off = I do not answer in this channel: an admin has turned me off here.
slack-how-title = How to ask
slack-help =
    Ask about { $topic }, in English or French. Every quote I show is word for word from a source that I name, and where a source is wrong, I say so.
    • Mention me in a channel: I answer in a thread, where you can ask on without mentioning me.
    • Write to me directly.
    • /deepseek followed by a question: only you see the answer, until you share it.
    • On anybody's message: More actions, then “Check this claim”.
    • /deepseek forget me: deletes what is kept of your questions and ratings.
slack-forgotten = { $count ->
    [0] Nothing was kept of you.
    [one] Done: one entry was kept of you, and is deleted.
   *[other] Done: { $count } entries were kept of you, and are deleted.
}
slack-home-sources = My sources
slack-home-source-more = { $count ->
    [one] and one more, most likely in the other language
   *[other] and { $count } more, most of them in the other language
}
slack-home-index = Last reindex: { $date } · { $passages } passages · index { $id }
slack-home-no-index = There is no index yet: an admin runs “/deepseek reindex”.
slack-home-examples = Try one of these
slack-home-unavailable = My sources cannot be listed just now. Please open this tab again in a moment.
slack-ai-notice = I am a program, not a person. I quote; please check what matters to you.
slack-greeting = Hello! Ask me about { $topic }, in English or French. I answer with quotes that you can check.
slack-prompts-title = For example
slack-check-needs-text = There is no text in this message that I could check.
slack-check = Check: { $finding }
slack-translation = Our translation:
slack-topics = Say which topic: /deepseek summary TOPIC. I know: { $topics }
slack-pin = Pin
slack-leave-out = Leave out a point
slack-cancel = Cancel
slack-cancelled = Cancelled.
slack-draft-gone = That does not wait any more: it was decided on, or its sources have changed.
slack-pinned = Pinned.
slack-not-pinned = Slack does not let me pin it ({ $reason }). If the channel has too many pins, unpin something, then press Pin again.
slack-not-pinned-here = I may not post in this channel ({ $reason }). Invite me to it, then press Pin again.
slack-pinning-restricted = I may not pin in this channel: an admin of the workspace can let apps pin there. Then press Pin again.
slack-no-pins = No summary is pinned.
slack-pins-title = Pinned summaries
slack-refresh = Refresh
slack-refreshed = Refreshed: { $title }
slack-unpin = Unpin
slack-leave = Leave
slack-left = Left as it is: { $title }
slack-pin-gone = This pin is gone: somebody has taken it down.
slack-unpinned = Unpinned: { $title }
slack-not-unpinned = Slack does not let me unpin it: { $reason }.
slack-pin-changed = A pinned summary is no longer what the sources say: { $pin }
slack-not-an-answer = That is no answer of mine, or it is not kept any more.
slack-not-mine = That is no message of mine.
slack-deleted = Deleted.
slack-not-deleted = I could not delete it, Slack says: { $reason }. Whatever I kept of it stays too; try again when that is mended.
slack-approve-title = Approve this answer
slack-approve = Approve
slack-approve-question = For which question?
slack-approved = Approved: this answer is given to that question from now on.
slack-not-approved = It cannot be approved: the question must be understood by itself, and the answer be one whose quotes and checks have not changed since.
slack-curated-title = Approved answers
slack-no-curated = No answer is approved.
slack-withdraw = Withdraw
slack-withdrawn = Withdrawn.
slack-gaps-off = The texts of questions are not kept here. An admin turns that on by: /deepseek settings all keep_questions true
slack-rolled-back = { $id } answers again.
slack-reindex-report = The report is in our direct conversation.
slack-apply = Apply
slack-apply-anyway = Apply anyway
slack-applied = { $id } answers now.
slack-report-gone = This report does not wait any more, or the texts have changed since. Please give the command again: /deepseek reindex
slack-refresh-report = Sources that are fetched on a schedule have changed. This is what a reindex would do:
slack-interrupted = I was restarted while I was at it, and do not know how far I came. Please look, and give the command again.
slack-add = Add
slack-change = Change
slack-remove = Remove
slack-proposal-size = id { $id } · { $characters } characters
slack-source-added = Added: { $id }. It is quoted after the next reindex: /deepseek reindex
slack-source-removed = Removed: { $id }. It is quoted no more after the next reindex: /deepseek reindex
slack-remove-really = Remove “{ $title }” ({ $id })? Checks and translations of its text go with it.
slack-source-restored = Restored: { $id }. It is quoted again after the next reindex: /deepseek reindex
slack-source-which = Give an address: /deepseek source add https://… For a file (Markdown, text, HTML or PDF, up to 20 MB), share it where I am, or with me directly; then on its message: More actions, “Add file as source”.
slack-setting-value = Give a value too: /deepseek settings NAME VALUE. The value “default” takes a choice back; /deepseek settings shows what holds here.
slack-file-none = This message has not exactly one file. Share the file by itself, then use “Add file as source” on its message.
slack-file-large = This file is larger than 20 MB: give a smaller document.
slack-file-unseen = I may not read this file. Invite me to the channel it was shared in, or send it to me directly.
slack-change-title = The source to be added
slack-field-title = Title
slack-field-language = Language (en, fr, …)
slack-field-published = Date (2025-01-31, 2025-01 or 2025)
slack-field-publisher = Publisher
slack-field-licence = Licence
slack-help-moderators =
    For moderators:
    • /deepseek summary TOPIC: a preview that you can pin. /deepseek pins: what is pinned, with Refresh and Unpin.
    • On a message, More actions: Summarise thread, Approve answer, Delete answer.
    • /deepseek curated: approved answers. /deepseek gaps DAYS: what was asked in vain.
slack-help-admins =
    For admins:
    • /deepseek reindex: what would change, then Apply or Cancel. /deepseek generations, /deepseek rollback ID.
    • /deepseek source list, add ADDRESS, fetch ID, remove ID, restore ID. On a message with a file, More actions: Add file as source.
    • /deepseek settings, /deepseek settings NAME VALUE for this channel, /deepseek settings all NAME VALUE for the workspace.
