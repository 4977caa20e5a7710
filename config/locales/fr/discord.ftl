# Ce que Discord affiche, en français. Noms des commandes et options : minuscules, sans espace, 32 caractères au plus.
discord-command-ask = demander
discord-command-ask-about = Posez une question sur l'épisode DeepSeek de janvier 2025 ; les citations sont mot pour mot
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
discord-empty = Posez-moi une question, par exemple : Combien a coûté l'entraînement de R1 ?
discord-unread = Je ne peux vous lire que si vous me mentionnez : écrivez @{ $name } et votre question, ou utilisez /demander.
discord-leaving = Je redémarre. Réessayez dans un instant, s'il vous plaît.
discord-help =
    ### Je réponds d'après des sources, mot pour mot
    Posez vos questions sur l'épisode DeepSeek de janvier 2025, en français ou en anglais :
    - mentionnez-moi n'importe où dans votre message, ou répondez-moi pour continuer
    - `/demander`, avec `privé` pour être seul à voir la réponse
    - écrivez-moi directement
    - clic droit sur un message (ou appui long), **Applications**, **Vérifier cette affirmation**
    Une citation se tient entre « » exactement comme dans sa source. Un cadre avec ❌ ou ⚠️ corrige une citation fausse ou imprécise. Ce que mes sources ne disent pas, je n'y réponds pas.
    `/sources` énumère ce que je connais, `/oublie-moi` efface ce que j'ai gardé de vous.
discord-help-examples = **Essayez** (vous serez seul à voir la réponse) :
discord-example-1 = Combien a coûté l'entraînement de R1 ?
discord-example-2 = Combien de valeur boursière Nvidia a-t-elle perdu ?
discord-example-3 = Est-il vrai que R1 a coûté 5,6 millions de dollars ?
