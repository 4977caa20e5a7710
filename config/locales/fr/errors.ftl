# Ce qui n'a pas été avec une question, une source, le corpus ou un index : un message pour chaque raison.
error-question-empty = Il n'y a pas un mot dans cette question. Écrivez ce que vous voulez savoir.
error-question-too-long = Cette question compte { $characters } caractères, et j'en lis { $most } au plus. Merci de la raccourcir.
error-message-empty = Il n'y a rien dans ce message que je puisse vérifier. Choisissez-en un qui affirme quelque chose.
error-not-an-address = « { $address } » n'est pas une adresse. Donnez-en une qui commence par https://
error-not-of-the-web = « { $address } » : je ne récupère que des adresses qui commencent par https:// ou http://
error-address-too-long = « { $address } » dépasse { $most } caractères. Donnez une adresse plus courte.
error-address-with-name = { $host } : je n'accepte ni nom ni mot de passe dans une adresse. Retirez ce qui se termine par @
error-other-port = { $host } : le port { $port } n'est pas l'un de { $ports }.
error-disguised-number = { $host } est un nombre déguisé. Donnez le nom de l'hôte.
error-not-public = { $host } se trouve à { $address }, qui n'est pas sur l'internet public. Je ne récupère que des adresses publiques.
error-no-such-host = L'hôte { $host } n'existe pas. Vérifiez l'orthographe de l'adresse.
error-not-reached = { $host } ne répond pas sur le port { $port }. Vérifiez l'adresse, ou réessayez plus tard.
error-no-certificate = { $host } n'a pas de certificat valable : ce n'est peut-être pas celui qu'il prétend être.
error-no-tls = { $host } ne parle pas TLS sur ce port, ou a coupé. Réessayez plus tard.
error-no-http = { $host } ne parle pas HTTP comme il le devrait. Vérifiez l'adresse.
error-broken-off = { $host } a coupé au milieu. Réessayez plus tard.
error-too-slow = { $host } a pris plus de { $seconds } s. Réessayez plus tard, ou donnez le document comme fichier.
error-passing-status = { $host } répond { $status }. Réessayez plus tard.
error-other-status = { $host } répond { $status }. Vérifiez l'adresse.
error-too-many-redirects = { $host } redirige plus de { $most } fois. Donnez l'adresse d'arrivée.
error-redirected-nowhere = { $host } redirige vers « { $target } », qui n'est pas une adresse.
error-redirected-unsafely = { $host } redirige de https vers http, où n'importe qui pourrait changer le texte. Je ne suis pas.
error-download-too-large = { $host } envoie plus de { $megabytes } Mo. Donnez un document plus petit.
error-other-type = { $host } envoie « { $type } ». Je ne lis que HTML, texte brut, Markdown et PDF.
error-other-packing = { $host } compresse ce qu'il envoie en « { $packing } », que je n'ai pas demandé.
error-not-unpacked = { $host } envoie des octets compressés qui ne se décompressent pas. Réessayez plus tard.
error-file-without-name = « { $name } » n'est pas un nom de fichier. Donnez-en un au fichier, par exemple notes.md
error-file-too-large = { $name } dépasse { $megabytes } Mo. Donnez un document plus petit.
error-other-ending = { $name } : je ne lis que les fichiers qui se terminent par { $endings }.
error-nothing-in-it = Il n'y a rien dedans. Donnez un document avec un texte.
error-no-letters = Ses octets ne sont pas un texte. Je ne lis que HTML, texte brut, Markdown et PDF.
error-type-gainsaid = Le serveur annonce { $type }, mais ce sont des octets de { $medium ->
    [HTML] HTML
    [PDF] PDF
   *[other] texte brut
}. Donnez le bon type.
error-ending-gainsaid = Le nom se termine par { $ending }, mais ce sont des octets de { $medium ->
    [HTML] HTML
    [PDF] PDF
   *[other] texte brut
}. Donnez le bon nom.
error-not-utf8 = L'octet { $byte } n'est pas de l'UTF-8. Enregistrez le fichier en UTF-8.
error-unknown-charset = Je ne connais pas le jeu de caractères « { $charset } ». Enregistrez le document en UTF-8.
error-not-of-charset = L'octet { $byte } n'est pas du { $charset }. Enregistrez le document en UTF-8.
error-reading-too-slow = Lire ce { $medium ->
    [HTML] HTML
    [PDF] PDF
   *[other] texte brut
} a pris plus de { $seconds } s. Donnez-en une partie, ou son texte brut.
error-not-read = Je ne peux pas lire ce { $medium ->
    [HTML] HTML
    [PDF] PDF
   *[other] texte brut
} (il est abîmé ou prend trop de mémoire). Donnez-en une partie, ou son texte brut.
error-page-without-text = Cette page ne contient pas de texte à elle (il lui faut peut-être un navigateur). Donnez-la comme fichier.
error-pdf-locked = Ce PDF est verrouillé par un mot de passe. Donnez-en un qui ne l'est pas.
error-pdf-too-long = Ce PDF a plus de { $most } pages. Donnez-en une partie.
error-pdf-broken = Ce PDF est abîmé. Donnez-en une autre copie.
error-pdf-of-pictures = Ce PDF contient les images d'un texte, pas ses lettres. Donnez-le comme texte.
error-text-too-long = Son texte dépasse { $most } caractères. Donnez-en une partie.
error-too-many-passages = Son texte se découpe en plus de { $most } morceaux. Donnez-en une partie.
error-no-paragraph = Il n'y a pas de paragraphe à citer dedans. Donnez un document avec un texte.
error-no-text = Il n'y a pas de texte dedans. Donnez un document avec un texte.
error-piled-accents = Son texte empile les accents comme aucune langue ne le fait. Donnez un document avec un texte.
error-no-such-source = Il n'y a pas de source { $source }. La liste des sources les nomme toutes.
error-address-is-known = C'est l'adresse de la source { $source }. Récupérez-la de nouveau au lieu de l'ajouter.
error-id-is-taken = Il y a déjà une source { $source }. Proposez la vôtre encore une fois : elle recevra alors un autre identifiant.
error-text-is-known = C'est mot pour mot la source { $source }. Il n'y a rien à ajouter.
error-no-address = { $source } n'a pas d'adresse. Ajoutez plutôt son nouveau texte comme fichier.
error-last-text = { $source } est la dernière source avec un texte. Ajoutez-en d'abord une autre.
error-not-removed = { $source } n'est pas une source retirée du corpus. Il n'y a rien à rétablir.
error-text-is-ours = Le texte de { $source } fait partie du corpus. Il n'y a rien à récupérer.
error-text-is-removed = Le texte de { $source } fait partie du corpus, et a été retiré. On peut le rétablir, pas le récupérer.
error-text-not-held = Le texte de { $source } n'est pas conservé ici.
error-text-is-elsewhere = Le texte de { $source } n'est pas conservé ici. Lisez-le à { $address }, ou récupérez la source.
error-revision-not-kept = Aucun index gardé ne contient le texte de { $source } tel qu'il était (révision { $revision }).
error-other-title = Le titre « { $value } » ne contient aucune lettre. Écrivez-en au moins une.
error-other-language = « { $value } » n'est pas une langue telle que je les connais. Écrivez deux petites lettres, comme en ou fr.
error-other-date = « { $value } » n'est pas une date du calendrier. Écrivez AAAA-MM-JJ, AAAA-MM ou AAAA.
error-other-id = « { $value } » ne peut pas être l'identifiant d'une source. Écrivez des lettres et des chiffres, et pas un mot de commande.
error-other-field = { $field } ne peut pas être « { $value } » ({ $detail }).
error-of-corpus = Le corpus sur le disque a un défaut, à corriger là-bas. { $place } : { $said }
error-file-missing = Ce fichier n'existe pas. Créez-le, ou nommez un autre dossier.
error-file-not-read = Impossible à lire ({ $detail }). Corrigez ses droits.
error-text-not-read = Impossible à lire ({ $detail }). Mettez-y le fichier, ou écrivez held = false
error-file-not-written = Impossible à écrire ({ $detail }). Corrigez ses droits, ou choisissez un autre dossier pour les données.
error-file-not-utf8 = Ce n'est pas de l'UTF-8. Enregistrez-le en UTF-8.
error-not-toml = Ce n'est pas du TOML ({ $detail }).
error-other-form = Cela n'a pas la forme voulue ({ $said }).
error-outside = { $path } se trouve hors du corpus. Mettez-le dedans.
error-empty-text = C'est vide. Écrivez son texte, ou retirez-le de sources.toml
error-nothing-to-quote = Aucune source ne contient de paragraphe à citer. Écrivez un texte.
error-all-removed = Toutes les sources avec un texte sont retirées. Rétablissez-en une, ou ajoutez-en une.
error-no-added-source = Ce n'est pas une source entre des lignes +++. Corrigez-la, ou supprimez-la.
error-added-id = L'identifiant est celui d'un autre fichier. Corrigez-le, ou supprimez le fichier.
error-added-without-text = Il n'y a pas de texte. Corrigez cela, ou supprimez le fichier.
error-id-twice = Cet identifiant figure deux fois. Donnez-en un autre à l'un des deux.
error-no-reference = Il n'y a pas de référence { $name }. Ajoutez-la à references.toml, ou corrigez son orthographe.
error-no-text-of-source = Il n'y a pas de source { $source } avec un texte. Corrigez l'identifiant, ou donnez-lui son texte.
error-words-not-found = Ces mots ne figurent pas dans { $source } (dans cet ordre) : « { $words } ». Copiez-les exactement.
error-quoted-by-nobody = C'est cité. Nommez dans « through » la référence qui le cite.
error-no-caption = Cette légende n'est pas dans le texte : « { $caption } ».
error-in-a-heading = Ces mots se trouvent dans un titre ou une légende, que l'on ne cite jamais. Prenez une phrase.
error-other-languages = Il faut les mêmes langues au constat et à la correction.
error-language-missing = Écrivez le constat et la correction en anglais, en français et dans les langues de la source.
error-file-of-another = sources.toml donne ce fichier à { $source }.
error-follows-nothing = Elle suit { $question }, qui ne figure pas avant elle.
error-quote-of-no-source = Son article_quote n'est dans aucune source. Copiez les mots exacts.
error-stated-by-no-note = Aucune note ne le dit, ses questions restent donc sans réponse.
error-no-open-questions = Il n'y a pas de questions de référence ouvertes. Écrivez-en.
error-no-questions = Ces questions de référence n'existent pas. Écrivez-en, ou nommez un autre fichier.
error-no-index = Il n'y a pas encore d'index dans { $data }. Un administrateur donne l'ordre de réindexer.
error-other-fingerprint = L'index a été construit comme { $built }, les réglages demandent { $wanted }. Un administrateur donne l'ordre de réindexer.
error-no-earlier-generation = Il n'y a pas d'index antérieur auquel revenir.
error-never-answered = L'index { $generation } n'a jamais répondu. Regardez d'abord ce qu'il changerait, puis appliquez-le.
error-no-such-generation = Il n'y a pas d'index { $generation }. La liste des index les nomme tous.
error-generation-damaged = L'index { $generation } est abîmé. Choisissez-en un autre, ou réindexez.
error-record-not-read = { $path } est illisible. Réindexez, ou revenez à un autre index.
error-index-not-read = { $path } est illisible ({ $detail }). Un administrateur donne l'ordre de réindexer.
error-vectors-missing = { $path } contient { $found } vecteurs sur { $count }. Un administrateur donne l'ordre de réindexer.
error-passages-missing = Seuls { $found } passages sur { $count } ont été écrits.
error-passages-lost = Le passage { $passage } ne se retrouve pas lui-même, et d'autres non plus : { $lost } sur { $count }.
error-is-building = Un index est déjà en construction (processus { $process }, depuis { $since }, { $done } passages sur { $total }). Attendez la fin, puis réessayez.
error-begins-building = Un index est déjà en construction, depuis un instant. Attendez la fin, puis réessayez.
error-build-too-slow = Le nouvel index a pris plus de { $seconds } s ({ $step }). L'ancien répond toujours.
error-build-broken = Le nouvel index n'a pas pu être construit ({ $step } : { $detail }). L'ancien répond toujours.
error-data-not-written = Impossible d'écrire dans { $data } ({ $detail }). Faites de la place ou corrigez les droits ; ce qui était construit est intact.
error-no-bundled-embedder = Le modèle fourni n'existe pas pour cette machine : { $remedy }
error-no-sentence-transformers = sentence-transformers n'est pas installé sur la machine du bot.
error-embedder-not-loaded = Le modèle { $model } ne se charge pas ({ $detail }). Corrigez retrieval.embedder dans config/bot.toml, ou écrivez-y « { $bundled } ».
error-no-model = Aucun modèle de langage n'est réglé. Nommez-en un dans generation.model
error-model-not-loaded = Le modèle de langage { $model } ne peut pas servir : { $detail }
error-model-without-provider = Il manque au modèle de langage { $model } son fournisseur dans generation.model
error-model-without-package = Le modèle de langage { $model } a besoin du paquet deepseek-bot[{ $provider }].
error-model-without-key = Le modèle de langage { $model } a besoin d'une clé : { $variable } dans l'environnement.
error-key-in-options = generation.options ne doit pas contenir { $option } : les clés viennent de l'environnement.
error-not-written = Le modèle de langage n'a pas répondu cette fois ({ $detail }).
choice-unknown = Il n'y a pas de réglage { $name }. Il y a : { $known }.
choice-yes-or-no = { $name } ne peut pas être « { $value } ». Écrivez yes (oui) ou no (non).
choice-number = { $name } ne peut pas être « { $value } ». Donnez un nombre entier de { $least } à { $most }.
choice-one-of = { $name } ne peut pas être « { $value } ». Choisissez : { $known }.
choice-too-long = La valeur de { $name } est trop longue : { $most } caractères au plus.
