# Les mots de l'interface en français. Le jumeau anglais porte le même nom ; un test compare leurs clés.
our-translation = Notre traduction
rests-on = S'appuie sur
and-more = et { $count } de plus
no-publisher = éditeur inconnu
no-date = sans date
check = Vérification
near-not-answer = Proche, mais pas une réponse
generation = index { $id }
console-welcome = Posez vos questions sur l'épisode DeepSeek de janvier 2025, en anglais ou en français. Une ligne vide ne change rien ; Ctrl-D termine.
console-prompt = Vous
console-goodbye = Au revoir.
building = Construction de l'index (une seule fois)
failed = Un problème est survenu ; il est noté au journal sous { $reference }. Réessayez, s'il vous plaît.
timed-out = Pas de réponse en { $seconds } secondes. Réessayez, ou posez une question plus courte.
busy = Trop de questions à la fois. Redemandez dans un instant.
limited = Cela fait beaucoup de questions en une minute. Réessayez dans { $seconds } secondes.
