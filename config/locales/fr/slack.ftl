# Ce que Slack montre en français. Un bouton a 75 caractères au plus, le titre d'une fenêtre 24.
slack-passage = Montrer le passage { $number }
slack-passage-label = Montrer le paragraphe où se trouve la citation { $number }
slack-passage-title = Le passage
slack-close = Fermer
slack-passage-gone = Ce passage ne peut plus être montré : la réponse n'est plus conservée, ou sa source a changé depuis. Reposez la question, s'il vous plaît.
slack-gone = Cette réponse n'est plus conservée, ou ses sources ont changé depuis. Reposez la question, s'il vous plaît.
slack-helpful = Utile
slack-not-helpful = Pas utile
slack-thanks = Merci, c'est noté.
slack-reasons-title = Pas utile
slack-reasons-question = Qu'est-ce qui n'allait pas ?
slack-reason-wrong = C'est faux
slack-reason-unsupported = Une citation n'appuie pas sa phrase
slack-reason-incomplete = Il manque quelque chose
slack-reason-unclear = C'est difficile à comprendre
slack-reason-other = Autre chose
slack-reasons-quote = Quelle citation ?
slack-reasons-comment = Avec vos mots
slack-reasons-comment-hint = Gardé seulement si un admin a activé la conservation des textes.
slack-quote = Citation { $number }
slack-send = Envoyer
slack-share = Partager dans le canal
slack-share-thread = Partager dans le fil
slack-shared = { $name } a partagé cette réponse, après avoir interrogé le bot en privé.
slack-shared-already = Cette réponse a déjà été partagée.
slack-not-shared = Impossible de la partager ici : invitez d'abord le bot dans ce canal.
slack-left-out = { $count ->
    [one] Une partie de cette réponse est trop longue pour Slack ; elle est omise en entier.
   *[other] { $count } parties de cette réponse sont trop longues pour Slack ; elles sont omises en entier.
} Les boutons ouvrent chaque citation.
slack-extracted = Les citations sont mot pour mot dans les sources ; aucun modèle de langue n'a écrit ceci.
slack-generated = Un modèle de langue a écrit les phrases ; les citations sont mot pour mot dans les sources.
slack-status = lit les sources…
slack-off = Je ne réponds pas dans ce canal : un admin m'y a désactivé.
slack-how-title = Comment demander
slack-help =
    Posez vos questions sur { $topic }, en anglais ou en français. Chaque citation est mot pour mot dans une source que je nomme, et quand une source se trompe, je le dis.
    • Mentionnez-moi dans un canal : je réponds dans un fil, où vous continuez sans me mentionner.
    • Écrivez-moi directement.
    • /deepseek suivi d'une question : vous seul voyez la réponse, jusqu'à ce que vous la partagiez.
    • Sur le message de n'importe qui : Plus d'actions, puis « Check this claim ».
    • /deepseek oublie-moi : efface ce qui est gardé de vos questions et de vos avis.
slack-forgotten = { $count ->
    [0] Rien n'était gardé de vous.
    [one] C'est fait : une entrée était gardée de vous, elle est effacée.
   *[other] C'est fait : { $count } entrées étaient gardées de vous, elles sont effacées.
}
slack-home-sources = Mes sources
slack-home-source-more = { $count ->
    [one] et une autre, sans doute dans l'autre langue
   *[other] et { $count } autres, la plupart dans l'autre langue
}
slack-home-index = Dernière indexation : { $date } · { $passages } passages · index { $id }
slack-home-no-index = Il n'y a pas encore d'index : un admin lance « deepseek-bot reindex ».
slack-home-examples = Essayez l'une de celles-ci
slack-home-unavailable = Mes sources ne peuvent pas être listées à l'instant. Rouvrez cet onglet dans un moment.
slack-ai-notice = Je suis un programme, pas une personne. Je cite ; vérifiez ce qui compte pour vous.
slack-greeting = Bonjour ! Posez-moi vos questions sur { $topic }, en anglais ou en français. Je réponds avec des citations que vous pouvez vérifier.
slack-prompts-title = Par exemple
slack-check-needs-text = Il n'y a pas de texte à vérifier dans ce message.
slack-check = Vérification : { $finding }
slack-translation = Notre traduction :
slack-topics = Dites quel sujet : /deepseek summary SUJET. Je connais : { $topics }
slack-pin = Épingler
slack-leave-out = Laisser un point de côté
slack-cancel = Annuler
slack-cancelled = Annulé.
slack-draft-gone = Cela n'attend plus : c'est décidé, ou les sources ont changé.
slack-pinned = Épinglé.
slack-not-pinned = Slack ne me laisse pas l'épingler ({ $reason }). Si le canal a trop d'épingles, désépinglez quelque chose, puis épinglez de nouveau.
slack-not-pinned-here = Je ne peux pas écrire dans ce canal ({ $reason }). Invitez-m'y, puis épinglez de nouveau.
slack-pinning-restricted = Je n'ai pas le droit d'épingler dans ce canal : un admin de l'espace peut l'accorder aux apps. Puis épinglez de nouveau.
slack-no-pins = Aucun résumé n'est épinglé.
slack-pins-title = Résumés épinglés
slack-refresh = Actualiser
slack-refreshed = Actualisé : { $title }
slack-unpin = Désépingler
slack-leave = Laisser
slack-left = Laissé tel quel : { $title }
slack-pin-gone = Cette épingle n'est plus là : quelqu'un l'a retirée.
slack-unpinned = Désépinglé : { $title }
slack-not-unpinned = Slack ne me laisse pas le désépingler : { $reason }.
slack-pin-changed = Un résumé épinglé n'est plus ce que disent les sources : { $pin }
slack-not-an-answer = Ce n'est pas une de mes réponses, ou elle n'est plus conservée.
slack-not-mine = Ce message n'est pas de moi.
slack-deleted = Effacé.
slack-not-deleted = Je n’ai pas pu le supprimer, Slack répond : { $reason }. Ce que j’en ai gardé reste aussi ; réessayez quand ce sera réglé.
slack-approve-title = Approuver la réponse
slack-approve = Approuver
slack-approve-question = Pour quelle question ?
slack-approved = Approuvé : cette question recevra désormais cette réponse.
slack-not-approved = Impossible de l'approuver : la question doit se comprendre seule, et la réponse en être une dont les citations et les vérifications n'ont pas changé depuis.
slack-curated-title = Réponses approuvées
slack-no-curated = Aucune réponse n'est approuvée.
slack-withdraw = Retirer
slack-withdrawn = Retiré.
slack-gaps-off = Les textes des questions ne sont pas gardés ici. Un admin l'active par : /deepseek settings all keep_questions true
slack-rolled-back = { $id } répond de nouveau.
slack-reindex-report = Le rapport est dans notre conversation directe.
slack-apply = Appliquer
slack-apply-anyway = Appliquer quand même
slack-applied = { $id } répond maintenant.
slack-report-gone = Ce rapport n'attend plus, ou les textes ont changé depuis. Redonnez la commande : /deepseek reindex
slack-refresh-report = Des sources rechargées régulièrement ont changé. Voici ce que ferait une réindexation :
slack-interrupted = J'ai été redémarré pendant que je m'en occupais, et j'ignore où j'en étais. Vérifiez, puis redonnez la commande.
slack-add = Ajouter
slack-change = Modifier
slack-remove = Enlever
slack-proposal-size = id { $id } · { $characters } caractères
slack-source-added = Ajoutée : { $id }. Elle sera citée après la prochaine réindexation : /deepseek reindex
slack-source-removed = Enlevée : { $id }. Elle ne sera plus citée après la prochaine réindexation : /deepseek reindex
slack-remove-really = Enlever « { $title } » ({ $id }) ? Les vérifications et traductions de son texte partent avec elle.
slack-source-restored = Rétablie : { $id }. Elle sera citée de nouveau après la prochaine réindexation : /deepseek reindex
slack-source-which = Donnez une adresse : /deepseek source add https://… Pour un fichier (Markdown, texte, HTML ou PDF, jusqu'à 20 Mo), partagez-le là où je suis, ou avec moi directement ; puis sur son message : Plus d'actions, « Add file as source ».
slack-setting-value = Donnez aussi une valeur : /deepseek settings NOM VALEUR. La valeur « default » annule un choix ; /deepseek settings montre ce qui vaut ici.
slack-file-none = Ce message n'a pas exactement un fichier. Partagez le fichier seul, puis utilisez « Add file as source » sur son message.
slack-file-large = Ce fichier dépasse 20 Mo : donnez un document plus petit.
slack-file-unseen = Je ne peux pas lire ce fichier. Invitez-moi dans le canal où il a été partagé, ou envoyez-le-moi directement.
slack-change-title = La source à ajouter
slack-field-title = Titre
slack-field-language = Langue (en, fr, …)
slack-field-published = Date (2025-01-31, 2025-01 ou 2025)
slack-field-publisher = Éditeur
slack-field-licence = Licence
slack-help-moderators =
    Pour les modérateurs :
    • /deepseek summary SUJET : un aperçu que vous pouvez épingler. /deepseek pins : ce qui est épinglé, avec Actualiser et Désépingler.
    • Sur un message, Plus d'actions : Summarise thread, Approve answer, Delete answer.
    • /deepseek curated : les réponses approuvées. /deepseek gaps JOURS : ce qui fut demandé en vain.
slack-help-admins =
    Pour les admins :
    • /deepseek reindex : ce qui changerait, puis Appliquer ou Annuler. /deepseek generations, /deepseek rollback ID.
    • /deepseek source list, add ADRESSE, fetch ID, remove ID, restore ID. Sur un message avec un fichier, Plus d'actions : Add file as source.
    • /deepseek settings, /deepseek settings NOM VALEUR pour ce canal, /deepseek settings all NOM VALEUR pour l'espace.
