# Ce que Discord affiche, en français. Noms des commandes et options : minuscules, sans espace, 32 caractères au plus.
discord-command-ask = demander
discord-command-ask-about = Demandez ce que disent les sources ; chaque citation est mot pour mot
discord-command-help = aide
discord-command-help-about = Comment poser une question, avec des exemples
discord-command-sources = sources
discord-command-sources-about = Ce que le bot connaît
discord-command-forget-me = oublie-moi
discord-command-forget-me-about = Effacer ce que le bot a gardé de vous
discord-command-check = Vérifier cette affirmation
discord-option-question = question
discord-option-question-about = Votre question, en français ou en anglais
discord-option-private = privé
discord-option-private-about = Ne montrer la réponse qu'à moi ; je peux la partager ensuite
discord-option-title = titre
discord-option-title-about = Une source ; commencez à taper son titre
discord-asked = > **{ $name }** : { $question }
discord-check = Vérification [{ $number }] : { $finding }
discord-footer = Chaque citation est mot pour mot celle de sa source. Une erreur ? 👎 nous le dit.
discord-left-out = { $count ->
    [one] Une partie est trop longue pour Discord et omise en entier : 📚 Sources montre d'où elle vient.
   *[other] { $count } parties sont trop longues pour Discord et omises en entier : 📚 Sources montre d'où elles viennent.
  }
discord-passage = Voir le passage [{ $number }]
discord-choose-passage = Voir le passage autour d'une citation
discord-passage-title = Le passage autour de la citation [{ $number }]
discord-passage-too-long = Ce passage est trop long pour Discord. Il se trouve dans { $source }.
discord-open-there = L'ouvrir à cet endroit
discord-helpful = Utile
discord-unhelpful = Pas utile
discord-sources = Sources
discord-share = Partager
discord-shared-by = Partagé par { $name }
discord-shared-already = Cette réponse a déjà été partagée.
discord-gone = Cette réponse n'est plus gardée, ou ses sources ont changé depuis. Reposez la question, s'il vous plaît.
discord-thanks = Merci, c'est noté.
discord-reason-title = Qu'est-ce qui ne va pas ?
discord-reason-label = La raison
discord-reason-wrong = Elle est fausse
discord-reason-unsupported = Cette citation n'appuie pas cette phrase
discord-reason-incomplete = Il manque quelque chose d'important
discord-reason-unclear = Elle est difficile à comprendre
discord-reason-other = Autre chose
discord-reason-quote = Quelle citation, si c'en est une ?
discord-reason-comment = Avec vos mots (ce texte est gardé)
discord-cited-title = D'où vient cette réponse
discord-sources-title = { $count ->
    [one] Ce que je connais : une source
   *[other] Ce que je connais : { $count } sources
  }
discord-not-held = connue par son adresse seulement
discord-no-such-source = Il n'y a pas de telle source. `/sources` les énumère toutes.
discord-forgotten = { $count ->
    [0] Rien n'était gardé de vous.
    [one] Effacé : une entrée. Plus rien de vous n'est gardé.
   *[other] Effacé : { $count } entrées. Plus rien de vous n'est gardé.
  }
discord-nothing-to-check = Je ne trouve pas de texte à vérifier dans ce message.
discord-no-answers-here = Je ne réponds pas dans ce salon.
discord-cannot-speak = Je ne peux pas vous répondre là-bas : je n'ai pas le droit d'écrire dans ce salon. Une personne qui gère le serveur peut m'accorder « Envoyer des messages ».
discord-empty = Posez-moi une question. `/aide` donne des exemples.
discord-unread = Je ne peux vous lire que si vous me mentionnez : écrivez @{ $name } et votre question, ou utilisez /demander.
discord-leaving = Je redémarre. Réessayez dans un instant, s'il vous plaît.
discord-help =
    ### Je réponds d'après des sources, mot pour mot
    Posez vos questions sur { $topic }, en français ou en anglais :
    - mentionnez-moi n'importe où dans votre message, ou répondez-moi pour continuer
    - `/demander`, avec `privé` pour être seul à voir la réponse
    - écrivez-moi directement
    - clic droit sur un message (ou appui long), **Applications**, **Vérifier cette affirmation**

    Une citation se tient entre « » exactement comme dans sa source. Un cadre avec ❌ ou ⚠️ corrige une citation fausse ou imprécise. Ce que mes sources ne disent pas, je n'y réponds pas.
    `/sources` énumère ce que je connais, `/oublie-moi` efface ce que j'ai gardé de vous.
discord-help-examples = **Essayez** (vous serez seul à voir la réponse) :
discord-command-summary = résumé
discord-command-summary-about = Préparer le résumé d'un sujet, pour l'épingler
discord-command-pins = épingles
discord-command-pins-about = Les résumés épinglés, et s'ils sont encore vrais
discord-command-curated = approuvées
discord-command-curated-about = Les réponses que les modérateurs ont approuvées
discord-command-gaps = lacunes
discord-command-gaps-about = Ce qui a été demandé en vain
discord-command-reindex = réindexer
discord-command-reindex-about = Voir ce qu'un nouvel index changerait, puis l'appliquer
discord-command-rollback = revenir
discord-command-rollback-about = Laisser répondre un index antérieur
discord-command-generations = générations
discord-command-generations-about = Les index construits
discord-command-settings = réglages
discord-command-settings-about = Comment le bot se comporte ici
discord-command-show = voir
discord-command-show-about = Les montrer
discord-command-set = changer
discord-command-set-about = En changer un
discord-command-source = source
discord-command-source-about = Ce que le bot cite
discord-command-add = ajouter
discord-command-add-about = Ajouter une source, d'une adresse ou d'un fichier
discord-command-remove = retirer
discord-command-remove-about = Retirer une source
discord-command-restore = rétablir
discord-command-restore-about = Rétablir une source qui a été retirée
discord-command-fetch = chercher
discord-command-fetch-about = Chercher une source à son adresse, à nouveau ou pour la première fois
discord-command-list = liste
discord-command-list-about = Toutes les sources, et ce que la prochaine réindexation en fera
discord-command-delete = Effacer cette réponse
discord-command-summarise = Résumer ce fil
discord-command-approve = Approuver cette réponse
discord-option-topic = sujet
discord-option-topic-about = De quoi il s'agit ; commencez à taper
discord-option-days = jours
discord-option-days-about = Sur combien de jours
discord-option-generation = génération
discord-option-generation-about = Laquelle ; à défaut, la précédente
discord-option-name = nom
discord-option-name-about = Quel réglage
discord-option-value = valeur
discord-option-value-about = Sa nouvelle valeur ; « default » annule un choix
discord-option-everywhere = partout
discord-option-everywhere-about = Pour tout le serveur, pas seulement ce salon
discord-option-address = adresse
discord-option-address-about = Une adresse publique du web
discord-option-file = fichier
discord-option-file-about = Markdown, texte, HTML ou PDF, 20 Mo au plus
discord-option-source = source
discord-option-source-about = Son identifiant, comme le montre /source liste
discord-summary-dated = Résumé du { $day } · index { $generation }
discord-pin = Épingler
discord-cancel = Annuler
discord-leave-out = Laisser un point de côté
discord-refresh = Actualiser
discord-unpin = Désépingler
discord-leave = Laisser
discord-withdraw = Retirer
discord-apply = Appliquer
discord-apply-anyway = Appliquer quand même
discord-add = Ajouter
discord-change = Modifier
discord-remove = Retirer
discord-no-pins = Rien n'est épinglé ici.
discord-pin-notice = Ce résumé épinglé est à revoir : { $pin }
discord-pinned = Épinglé : { $title }
discord-decided = C'est déjà décidé, ou ses citations ne tiennent plus. Recommencez, s'il vous plaît.
discord-replaced = L'aperçu ci-dessous le remplace.
discord-cancelled = Rien n'a été fait.
discord-cannot-pin = Je n'ai pas le droit d'épingler ici : une personne qui gère le serveur peut m'accorder « Épingler des messages ». Puis pressez de nouveau Épingler.
discord-cannot-unpin = Je n'ai pas le droit de désépingler là : une personne qui gère le serveur peut m'accorder « Épingler des messages ».
discord-too-many-pins = Ce salon a autant d'épingles que Discord en permet. Désépinglez-en une, puis pressez de nouveau Épingler.
discord-cannot-post = Je n'ai pas pu publier ici. Accordez-moi « Envoyer des messages » dans ce salon, puis pressez de nouveau Épingler.
discord-refreshed = Actualisé : { $title }
discord-unpinned = Désépinglé : { $title }
discord-left = Laissé tel quel.
discord-pin-gone = Cette épingle n'est plus là.
discord-no-thread = Je ne trouve rien à résumer : à utiliser sur un message d'un fil.
discord-cannot-read = Je ne peux pas lire ce fil : quelqu’un qui gère le serveur peut m’accorder « Voir les anciens messages ». Puis réessayez.
discord-not-mine = Ce n'est pas une réponse à moi.
discord-deleted = Effacé.
discord-not-deleted = Je n’ai pas pu le supprimer, Discord répond : { $reason }. Ce que j’en ai gardé reste aussi ; réessayez quand ce sera réglé.
discord-approve-title = À quelle question répond-elle ?
discord-approve-label = La question, comme on la pose
discord-approved = Approuvée. Qui demande la même chose reçoit cette réponse, tant que ses citations tiennent.
discord-not-approvable = Impossible de l'approuver : ce n'est pas une réponse, ses citations ou vérifications ont changé depuis, ou la question ne dit rien par elle-même.
discord-none-approved = Aucune réponse n'est approuvée ici.
discord-withdrawn = Retirée.
discord-no-gaps-kept = Le texte des questions n'est pas gardé ici, il n'y a donc rien à compter. Un admin l'active par `/réglages changer nom:keep_questions valeur:yes`.
discord-applied = L'index { $id } répond désormais.
discord-stale-report = Ce rapport n'attend plus, ou les textes ont changé depuis. Relancez `/réindexer`, s'il vous plaît.
discord-report-late = L'aperçu est prêt ; il a duré plus longtemps que Discord ne me laisse répondre sur place. Relancez `/réindexer` sur le serveur pour l'appliquer : ce sera rapide, rien n'est recalculé.
discord-rolled-back = L'index { $id } répond de nouveau.
discord-set = Changé : { $name }
discord-no-such-channel = Je ne vois pas de salon « { $name } » ici. Nommez-le comme #salon, et laissez-moi le voir.
discord-proposal-size = identifiant { $id } · { $characters } caractères
discord-source-added = Ajoutée : { $id }. Elle sera citée après la prochaine `/réindexer`.
discord-source-removed = Retirée : { $id }. Elle ne sera plus citée après la prochaine `/réindexer`.
discord-source-restored = Rétablie : { $id }. Elle sera citée de nouveau après la prochaine `/réindexer`.
discord-remove-really = Retirer « { $title } » ? Les vérifications et traductions de son texte partent avec elle.
discord-source-which = Donnez une adresse ou un fichier, l'un des deux.
discord-file-large = Ce fichier dépasse 20 Mo : donnez un document plus petit.
discord-change-title = La source avant son ajout
discord-field-title = Titre
discord-field-language = Langue (en, fr, …)
discord-field-published = Date (2025-01-31, 2025-01 ou 2025)
discord-field-publisher = Éditeur
discord-field-licence = Licence
discord-cut-off = Cette réponse a été interrompue par un redémarrage. Redemandez, s'il vous plaît.
