# Les mots des rapports, listes et réglages, pour modérateurs et administrateurs.
report-nothing = Rien n'a changé : les { $passages } passages restent tels quels.
report-passages = { $passages } passages, dont { $embed } nouveaux.
report-passage-changes = Passages ajoutés : { $added }, modifiés : { $changed }, retirés : { $removed }.
report-added = Sources ajoutées ({ $count }) :
report-changed = Sources modifiées ({ $count }) :
report-removed = Sources retirées ({ $count }) :
report-unchanged = Sources inchangées : { $count }.
report-stops = Ceci s'y oppose : { $reasons }.
broken-pin = Le résumé épinglé « { $title } » : { $state }.
broken-curated = La réponse approuvée à « { $title } » : { $state }.
broken-claims = Affirmations vérifiées ({ $count }), { $state } :
broken-translations = Nos traductions ({ $count }), { $state } :
broken-goldens = Questions de référence ({ $count }), { $state } :
standing-stands = toujours vrai
standing-changed = le texte a changé
standing-gone = une citation a disparu
stop-golden = les questions de référence reçoivent de moins bonnes réponses
stop-pins = des résumés épinglés ne seraient plus vrais
stop-curated = des réponses approuvées ne seraient plus vraies
stop-claims = des affirmations vérifiées seraient perdues
stop-translations = des traductions seraient perdues
stop-corpus = rien ne peut être construit tant qu'affirmations, traductions et questions de référence ne s'accordent pas avec leurs textes
golden-questions = Questions de référence ({ $count }), avant et après :
figure-right = bien répondues :
figure-recall-5 = bon passage parmi les cinq premiers :
figure-refusal-recall = sans réponse et refusées :
figure-false-refusals = refusées à tort :
figure-verbatim = citations mot pour mot :
figure-checks = vérifications dues montrées :
building-now = Construction : { $done } passages sur { $total } sont calculés.
building-begins = Construction à côté de l'index qui répond…
building-asks = Nouveaux passages calculés : { $total }. Les questions de référence sont maintenant posées…
building-already = { $who } a lancé cela { $minutes ->
    [0] à l'instant
    [one] il y a une minute
   *[other] il y a { $minutes } minutes
} ; { $done } passages sur { $total } sont calculés. Attendez la fin, puis réessayez.
building-process = Le processus { $number }
generation-holds = { $sources } sources, { $passages } passages
generation-waits = n'a jamais répondu : construit pour un aperçu
generations-none = Il n'y a pas encore d'index.
state-quoted = citée
state-changed = changée : citée à neuf après la prochaine réindexation
state-new = nouvelle : citée après la prochaine réindexation
state-not-held = connue seulement par son adresse
state-removed = retirée
source-fetched = Récupérée : { $id }, { $characters } caractères. Elle sera citée après la prochaine réindexation.
source-fetched-same = Récupérée : { $id } n'a pas changé, { $characters } caractères.
days-ago = { $days ->
    [0] aujourd'hui
    [one] hier
   *[other] il y a { $days } jours
}
gap-refused = { $count } refusées
gaps-none = Aucune question n'a été refusée ni jugée inutile.
yes = oui
no = non
setting-answers = si je réponds ici
setting-threads = si une réponse ouvre un fil
setting-auto = si tout nouveau message de forum est une question
setting-user-limit = questions par minute d'une même personne
setting-channel-limit = questions par minute dans un même salon
setting-language = de l'interface : auto, en ou fr
setting-keep-questions = si le texte des questions est conservé
setting-retention-days = pendant combien de jours les réponses sont gardées
setting-notices = le salon où modérateurs et administrateurs sont prévenus
proposal-licence = Licence indiquée : { $licence }
