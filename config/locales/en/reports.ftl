# Words of reports, lists and settings, for moderators and admins.
report-nothing = Nothing has changed: { $passages } passages stay as they are.
report-passages = { $passages } passages, { $embed } of them new.
report-passage-changes = Passages added: { $added }, changed: { $changed }, removed: { $removed }.
report-added = Sources added ({ $count }):
report-changed = Sources changed ({ $count }):
report-removed = Sources removed ({ $count }):
report-unchanged = Sources unchanged: { $count }.
report-stops = This speaks against it: { $reasons }.
broken-pin = The pinned summary “{ $title }”: { $state }.
broken-curated = The approved answer to “{ $title }”: { $state }.
broken-claims = Checked claims ({ $count }), { $state }:
broken-translations = Our translations ({ $count }), { $state }:
broken-goldens = Golden questions ({ $count }), { $state }:
standing-stands = still true
standing-changed = its wording has changed
standing-gone = a quote is gone
stop-golden = golden questions are answered worse
stop-pins = pinned summaries would not be true any more
stop-curated = approved answers would not be true any more
stop-claims = checked claims would be lost
stop-translations = translations would be lost
stop-corpus = nothing can be built before claims, translations and golden questions agree with their texts
golden-questions = Golden questions ({ $count }), before and after:
figure-right = answered rightly:
figure-recall-5 = right passage among the first five:
figure-refusal-recall = unanswerable refused:
figure-false-refusals = answerable refused:
figure-verbatim = quotes verbatim:
figure-checks = due checks shown:
building-now = Building: { $done } of { $total } passages embedded.
building-begins = Building beside the index that answers…
building-asks = New passages are embedded: { $total }. Now the golden questions are asked…
building-already = { $who } started this { $minutes ->
    [0] just now
    [one] a minute ago
   *[other] { $minutes } minutes ago
}; { $done } of { $total } passages are embedded. Wait for it, then try again.
building-process = Process { $number }
generation-holds = { $sources } sources, { $passages } passages
generation-waits = never answered: a look ahead built it
generations-none = There is no index yet.
state-quoted = quoted
state-changed = changed: quoted anew after the next reindex
state-new = new: quoted after the next reindex
state-not-held = known by its address only
state-removed = removed
source-fetched = Fetched: { $id }, { $characters } characters. It is quoted after the next reindex.
source-fetched-same = Fetched: { $id } has not changed, { $characters } characters.
days-ago = { $days ->
    [0] today
    [one] yesterday
   *[other] { $days } days ago
}
gap-refused = { $count } refused
gaps-none = No question was refused or found unhelpful.
yes = yes
no = no
setting-answers = whether I answer here
setting-threads = whether an answer opens a thread
setting-auto = whether every new forum post here is a question
setting-user-limit = questions a minute from one person
setting-channel-limit = questions a minute in one channel
setting-language = of the interface: auto, en or fr
setting-keep-questions = whether the texts of questions are kept
setting-retention-days = for how many days answers are kept
setting-notices = the channel where moderators and admins are told things
proposal-licence = Licence as given: { $licence }
