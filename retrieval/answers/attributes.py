"""Which attribute of its subject a question asks for, and which sentences state that attribute (pure)."""

import re
from dataclasses import dataclass

_SAID = (
    r"said|says|call(s|ed|ing)|post(s|ed)?|wr[io]te|written|told|promis\w+|prais\w+|warn\w*|react\w*|declar\w+|note[ds]?|noting|claim\w*|"
    r"alleg\w+|argu\w+|admit\w*|acknowledg\w+|announc\w+|answer\w*|repl\w+|comment\w*|remark\w*|den(y|ies|ied)|speaks?|spoke|views?|"
    r"dit|disait|disent|declar\w+|qualifi\w+|ecri\w+|publi\w+ sur|promet\w*|promis\w*|salu\w+|averti\w*|reag\w+|reconn\w+|affirm\w+|accus\w+|estim\w+|"
    r"not[eé]\w*|annonc\w+|repond\w*|reponse|commentaire\w*|message|loue\w*|parl(e|es|ent|ait|er)|dement\w*|jug\w+|alert\w+|soutien\w*|soutenu|deconseill\w+"
)
"""What a sentence says when it reports somebody's words."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something a person, a firm or a product may have: how it is asked for, and in which words texts state it.

    What is `owned` is somebody's alone: a sentence must begin with the owner to state it of a name that is everywhere.
    A `figure` is stated by a sentence with a number.
    """

    asked: re.Pattern[str]
    stated: re.Pattern[str]
    owned: bool = False
    figure: bool = False


def _attribute(
    asked: str, stated: str | None = None, *, owned: bool = False, figure: bool = False
) -> Attribute:
    return Attribute(
        re.compile(rf"\b(?:{asked})(?!\w)"), re.compile(rf"\b(?:{stated or asked})(?!\w)"), owned, figure
    )


_ATTRIBUTES = (
    # The law
    _attribute(
        r"fine[sd]?(?![- ]?tun)|penalt(y|ies)|amendes?", r"fine[sd]?(?![- ]?tun)|penalt(y|ies)|amendes?"
    ),
    _attribute(
        r"lawsuits?|su(e|es|ed|ing)|courts?|trials?|judges?|judg?ments?|convict\w*|arrest\w*|jail\w*|proces|plaintes?|tribunal|tribunaux|juges?|"
        r"jugements?|condamn\w+|en justice|arrete[es]?|prison",
        owned=True,
    ),
    _attribute(r"censor\w*|censur\w*|tiananmen|tian.anmen|propaganda|propagande|taboo\w*|tabous?"),
    # How to reach it, and what it looks like
    _attribute(r"phone number|e-?mail|contact\w*|numero de tel\w*|customer (service|support)|service client"),
    _attribute(r"logos?|whale|baleine|mascotte?"),
    _attribute(r"weather|meteo|quel temps"),
    _attribute(r"patents?|brevets?"),
    # Money of a firm
    _attribute(
        r"revenues?|turnover|chiffre ?d.?affaires|annual sales|yearly sales|ca annuel",
        r"(?<!not )(?<!real )revenues?|(?<!not )turnover|(?<!pas un )chiffre d.affaires",
        owned=True,
    ),
    _attribute(
        r"profit(s|able|ability)?|earnings|benefices?|rentab\w+|net income|resultat net",
        r"profit(s|able|ability)?|earnings|benefices?|rentab\w+|margin|marge|resultat net",
    ),
    _attribute(r"market share|share of the market|parts? de marche"),
    _attribute(
        r"returns?( on investment)?(?= (last|this|in|for|of)\b)|yields?|rendements?|roi",
        r"return of|yield\w*|rendement\w*",
    ),
    _attribute(r"dividends?|dividendes?"),
    _attribute(
        r"ipo|go(es|ing)? public|initial public offering|stock market debut|introduction en bourse|entre[er]? en bourse|cotee?s? en bourse"
    ),
    _attribute(
        r"valuation|valued at|market value|market cap\w*|worth|valorisation|capitalisation|valeur (boursiere|en bourse)|vau(t|lait|drait)",
        r"valuation|valued at|market value|(market )?capitali[sz]\w+|worth|valorisation|valeur boursiere|valeur de marche|capitalisation|vaut|valait|pesait|value of [\d.]+ trillion",
        owned=True,
    ),
    _attribute(
        r"fund(ing|ed) round|rais(e|ed|ing) (money|funds|capital)|series [abc]|venture capital|levee?s? de fonds|lever? des fonds|actionnaires?|shareholders?|stakes?"
    ),
    _attribute(
        r"buy(ing)? out|takeover|acquir\w+ (deepseek|the company|it)|merge[dr]?|rachat|rachete[er]?s?|fusion\w*"
    ),
    _attribute(
        r"salar(y|ies)|wages?|bonus(es)?|paid|pay(s|ing)? (himself|itself|herself|his|her|its|their|the (staff|ceo|engineers?))|net worth|fortune|wealth|"
        r"how much (do|does|did) .{0,30}(make|earn)|combien (gagne|touche|est paye)\w*|(gagne|touche) combien|"
        r"salaires?|remuner\w+|pay(e|es|ee?s?)|prime",
        r"salar(y|ies)|wages?|bonus(es)?|net worth|wealth|salaires?|remuner\w+|paid|pay(s|ing)?|pay(e|es|ee?s?)|paie\w*|cost|coute\w*",
        owned=True,
    ),
    # People of a firm
    _attribute(
        r"employees?|staff|headcount|workforce|personnel|hir(e|es|ed|ing)|recruit\w*|(people|ppl|engineers|researchers|many) (who )?work(ed|s|ing)?|on the team|"
        r"team size|employes?|effectifs?|salaries|embauch\w+|recrut\w+|(gens|personnes|ingenieurs|chercheurs) (qui )?(boss|travaill)\w+",
        r"employees?|staff|headcount|workforce|hir(e|es|ed|ing)|recruit\w*|employes?|effectifs?|salaries|personnel|embauch\w+|recrut\w+",
        owned=True,
    ),
    _attribute(
        r"laid off|lay(ing)? off|layoffs?|resign\w*|step(s|ped|ping)? down|(was|were|been|get|got) (fired|sacked)|licenci\w+|demission\w*|limoge\w*|plan social"
    ),
    _attribute(
        r"married|wife|husband|spouse|girlfriend|boyfriend|child(ren)?|kids?|daughters?|siblings?|marie[es]?|femme|epou\w+|son mari|enfants?|filles?|divorc\w+"
    ),
    _attribute(
        r"(his|her) (house|home|car|parents|mother|father|family)|(sa|son|ses) (maison|voiture|parents|mere|pere|famille)|childhood|enfance|grew up|grandi"
    ),
    _attribute(
        r"how tall|height|mesure|combien de kilos|religion|hobbies|favou?rite \w+|loisirs|voitures?|zodiac"
    ),
    # How many use it
    _attribute(
        r"(how many|number of|many) (\w+ )?(users?|subscribers?|customers|clients|installs?|downloads?|victims?|accounts)|dau|mau|(monthly|daily|active) users|"
        r"(how many|many) (people|ppl|folks|persons|members|\w+(ans|ns|ese)) (\w+ ){0,3}(use[ds]?|using|affected|hit|install(ed)?|download(ed)?)|user (count|numbers|base)|"
        r"(combien|nombre) (de |d )?(\w+ )?(utilisat\w+|abonnes?|clients|inscrits|comptes|telecharg\w+|victimes?)|"
        r"(combien|nombre).{0,30}(telecharg\w+|installe[es]?|utilis(e|ent|aient))",
        r"(\d|millions?|milliards?|thousands?|hundreds?|milliers?|dizaines?)\W+(\w+\W+){0,3}(users?|subscribers?|customers|clients|install\w*|download\w*|accounts|"
        r"people|victims?|utilisat\w+|abonnes?|inscrits|comptes|telecharg\w+|personnes|victimes?)|"
        r"(users?|subscribers?|customers|install\w*|downloads|utilisat\w+|abonnes?|telecharg\w+)\W+(\w+\W+){0,3}\d+ (million|milliard|thousand|mille|000)\w*",
    ),
    # The body of things
    _attribute(
        r"energy|electricity|power (use|usage|consumption|draw|bill)|kwh|watts?|megawatts?|mwh|gwh|carbon|co2|emissions?|footprint|water|"
        r"energie|electri\w+|conso|consomm\w+|eau|carbone|empreinte|gaz a effet",
        r"energy|electricity|kwh|watts?|megawatts?|carbon|co2|emissions?|water|energie|electri\w+|consomm\w+|eau|carbone",
    ),
    _attribute(
        r"headquarter\w*|hq|located|based in|offices? (in|located)|address|data cent(er|re)s?|siege( social)?|adresse|situee?s?|locaux|bureaux|implante\w*|"
        r"where (is|are|was|were) (\w+ ){1,4}(built|located|housed|based)|where \w+ (\w+ ){1,4}build",
        r"headquarter\w*|located|based in|offices? in|address|data cent(er|re)s?|siege( social)?|adresse|situee?s?|implante\w*|stored|stock\w+|servers|serveurs",
    ),
    # What a model is
    _attribute(r"hallucinat\w*|iq|qi|turing test|test de turing|conscious\w*|sentient"),
    _attribute(
        r"images?|pictures?|photos?|videos?|audio|voice|speech|vision|multimodal\w*|voix|vocal\w*",
        r"images?|pictures?|photos?|videos?|audio|voice|multimodal\w*|voix",
    ),
    _attribute(
        r"(how many|what|which) languages|languages? (does|do|can) \w+ speak|(combien de|quelles) langues",
        r"(\d+|two|several|many|deux|plusieurs|anglais|english).{0,30}(languages|langues|chinese|chinois)",
    ),
    _attribute(r"licen[cs]\w*", r"licen[cs]\w*|apache|mit"),
    _attribute(
        r"(many|number of|combien de|nombre de) (active )?param(eter|etre)?s?",
        r"param(eter|etre)?s?|\d+(\.\d+)?b",
        figure=True,
    ),
    _attribute(
        r"(number of|many|how much|what|combien d[e']|nombre de) ?(training )?(tokens|jetons|data|donnees)|trained on how|corpus d.entrainement",
        r"tokens?|jetons?|samples|exemples|data|donnees|text\w*",
    ),
    _attribute(r"gpu[- ]?hours?|heures[- ]?(de )?gpu", r"gpu[- ]?hours?|heures?|hours"),
    _attribute(r"context (window|length|size)|fenetre de contexte|longueur de contexte", r"context\w*"),
    _attribute(
        r"(how much|what|combien).{0,30}(cost|train(ing)? bill|spen[dt]).{0,30}train\w*|train\w*.{0,30}(cost|bill|budget)|(cout|coute\w*|budget|facture).{0,30}entrain\w*|"
        r"entrain\w+.{0,30}(cout|coute\w*|budget|facture)",
        r"cost\w*|cheaper|rental|bill|spent|spending|usd|dollars?|cout\w*|moins cher\w*|depens\w+|hours?|heures?",
    ),
    _attribute(r"budgets?"),
    _attribute(
        r"charg(e|es|ed|ing) for|prices?(?! war)|pricing|priced|tarifs?|(?<!guerre des )prix|factur\w+|"
        r"(how much|what) (do|does|did|is|are|was|were) .{0,40}costs?|cout\w+ combien|combien (ca |a |ont |avait )?cout\w+",
        r"charg(e|es|ed|ing)|prices?|pricing|priced|costs?|usd|dollars?|yuan|cheaper|tarifs?|prix|factur\w+|cout\w*|cher\w*",
    ),
    _attribute(
        r"scores?|scored|scroe|benchmark scores?|aime|mmlu|gpqa|swe[- ]?bench|math[- ]?500|livecodebench|codeforces|simpleqa|arc[- ]?agi|elo",
        r"scores?|scored|score[rs]?|obtenu|obtient|aime|mmlu|gpqa|swe[- ]?bench|math[- ]?500|livecodebench|codeforces|simpleqa|arc[- ]?agi|tests?|table|tableau|"
        r"\d\d[.,]\d",
        figure=True,
    ),
    _attribute(
        r"languages? is .{0,30}(written|coded) in|lines of code|lignes de code|ecrit en quel langage",
        r"lines of code|lignes de code|written in|python|c\+\+|rust",
    ),
    _attribute(
        r"how long|for how many (days|weeks|months|years)|combien de (temps|jours|semaines|mois)|pendant combien",
        r"(\d+|two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|sept|huit|neuf|dix|few|same|meme) (more |full )?"
        r"(minutes?|hours?|days?|weeks?|months?|years?|jours?|semaines?|mois|ans|annees?|heures?)|since|until|depuis|jusqu\w*",
    ),
    _attribute(
        r"tokens (per|a|each) second|tokens?/s|jetons? par seconde|latency|latence",
        r"per second|par seconde|tokens?/s|latency|latence",
    ),
    _attribute(r"knowledge cut-?off|cut-?off date|date de coupure"),
    _attribute(
        r"v?ram|gigabytes?|gigas?|run .{0,25}(locally|at home|laptop|my (pc|mac|machine))|tourner .{0,25}(en local|chez moi|mon (pc|mac|ordi\w*))|disk space|quanti[sz]\w+"
    ),
    _attribute(r"stars|forks|likes|upvotes|followers|etoiles"),
    _attribute(r"transistors?|tdp|nanomet\w+|\dnm|hbm\w*|clock speed"),
    _attribute(r"foundry|tsmc|suppliers?|manufactured by|fabriquee?s? par|sous-traitants?"),
    _attribute(
        r"roadmap|feuille de route|when will|quand (sortira|va sortir)|sortira|coming (soon|next)|next (model|version)|prochaine? (modele|version)"
    ),
    # What happened around it
    _attribute(r"votes?|voted|unanim\w+|majorite|majority vote of"),
    _attribute(
        r"(who|qui a) signed?|signed by|signe(e)? par|signataires?|qui a signe",
        r"signed|signature|signe[es]?|signataires?",
    ),
    _attribute(r"appeal(s|ed)?|fait appel|recours"),
    _attribute(r"compensat\w+|refund\w*|indemnis\w+|dedommag\w+|rembours\w+"),
    _attribute(
        r"trading volume|price target|short[- ]?sell\w*|shorted|insiders?|objectif de cours|vente a decouvert|options? put"
    ),
    _attribute(r"lobby\w*|donat(e|ed|es|ions?)|campaign"),
    _attribute(r"awards?|nobel|medals?|troph\w+|medailles?"),
    _attribute(
        r"cfo|cto|coo|chief (financial|technical|technology|scientific|operating)\b.{0,10}|spokes\w+|directeur (financier|technique)|porte-parole"
    ),
    _attribute(r"died|dies|death of|decede\w*|est morte?|cancer|malade"),
    # What became of it
    _attribute(
        r"recover\w*|rebound\w*|regain\w*|bounce[ds]?( back)?|won back|win back|rebond\w*|regagn\w*|remont\w+|recuper\w*|se (re)?leve\w*",
        r"recover\w*|rebound\w*|regain\w*|bounce[ds]?|won back|win back|rose|rebond\w*|regagn\w*|remont\w+|recuper\w*|repri\w*|gagn\w+|hausse",
    ),
    _attribute(
        r"lift(s|ed|ing)? (the |its |that )?(ban|block|suspension)|unban\w*|unblock\w*|revers(e|ed|ing)|overturn\w*|repeal\w*|u-turn|lev(er|e|ee) (l.interdiction|le blocage|la suspension)|"
        r"revenue? sur|debloqu\w+|annule[er]?s?|abrog\w+",
        r"lift\w*|revers\w+|overturn\w*|repeal\w*|came back|return\w*|rescind\w*|resum\w+|restor\w+|leve[ers]?|revenue?s?|reven\w+|debloqu\w+|annul\w+|abrog\w+|renonc\w+|repri\w+|retour\w*",
    ),
    _attribute(
        r"(pass|passed|passing|voted?|adopt\w*|sign\w+).{0,25}(bill|law|act)|(bill|law|act).{0,25}(pass(ed)?|voted|adopted|signed|become law)|(loi|texte).{0,25}(adopt\w+|vot\w+|promulgu\w+)|"
        r"(adopt\w+|vot\w+|promulgu\w+).{0,25}(loi|texte)",
        r"passed|voted|adopt\w+|signed|became law|vote[es]?|promulgu\w+",
    ),
)
_OPINION = _attribute(
    r"(what|how|did|does|do|has|have|any|que?|qu|quoi|comment|est.ce)\b.{0,40}\b(think|thinks|thought of|says?|said|tweet(s|ed)?|react|reacted|reply|replied|"
    r"respond|responded|comment|commented|feel about|make of|pens(e|es|ent|ait|er)|dit|disent|reagi\w*|tweete\w*|declare\w*|commente\w*|repondu?)|"
    r"(reaction|opinion|view|take|response|avis)s? (of|on|de|d|sur)|(pense|pensent|dit|disent|reagi|repondu|declare|tweete) quoi|en (pense|dit)\w*",
    _SAID,
)


def asked_for(folded: str) -> tuple[Attribute, ...]:
    """Return the attributes that a folded question asks for."""
    return tuple(each for each in _ATTRIBUTES if each.asked.search(folded))


def opinion_asked_for(folded: str) -> tuple[Attribute, ...]:
    """Return having said something, if a folded question asks what somebody says or thinks."""
    return (_OPINION,) if _OPINION.asked.search(folded) else ()
