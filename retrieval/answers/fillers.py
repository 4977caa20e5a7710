"""Which words of a chat question are there for the talk only, beyond those that are light in any text."""

from functools import cache

_FILLERS = {
    "en": (
        "legit til summarize summarise summary summaries recap overview tldr gist abit about absolutely actual afaik ah aight alot alright anyhow approx approximately argue arguing around asap ask "
        "asked asking atm batch bcuz besides bet bot bother brief briefly brother buddy certainly channel chap chaps check "
        "checked checking circa clue completely cos cousin coz crazy curiosity curious cuz dad damn dang dear debate definitely "
        "discord doctor drama dumb dunno eh entirely er essay everywhere expect expected fair fairly famous fancy far fella fellas "
        "figured folks following forget forgot forgotten funny fuss fyi gonna gosh gotta guessing haha heck hell hint hmm hmmm "
        "homework however hype hyped idea iirc indeed infamous innit insane insist insists interested irl ish keep keeps kinda "
        "kindly knowing lmao lotta madam matter matters meanwhile mess mind mod mods moreover mum nah name named neighbor "
        "neighbour ngl nice nope noticed notorious oh oof ooh original originally pal pasted peeps pinned plain please precise "
        "pretty prof professor promise promised pupil pupils quick quickie quickly quite random reading reckon reckons refresh "
        "remind reportedly rn rofl roughly rusty saw screenshot seen short shortly silly sir sister slack smh sometime "
        "somewhere sorry sorta student students supposedly sure surely swear swears teacher therefore tho throw throwing thru "
        "thus tip todays totally typed uh um wanna weird whoa woah wondered wow yall yep yesterdays yup"
    ),
    "fr": (
        "accord affiche affichee ah aimerais apprends appris archi askip bah bcp ben besoin bg bof boss bossait bosse bossent "
        "bosser bot boulot capter cause causer chelou cherche chercher chiant clairement clochait cloche clocher comprendre "
        "comprends compris cool copain copine cote coup court courte curieuse curieux curiosite demandais demande demander "
        "derriere desole detail details devrais devrait dingue dois doivent donne donnent donner dsl eleve eleves envie environ "
        "epingle euh exactement excuse excusez existe exister faisaient faisait fameuse fameux fasse fassent faudrait feraient "
        "ferait fil franchement frangin frr genial gros grosso heu hmm honnetement hop hyper imagine imaginer interessant "
        "interesse interroge jpp jure lien limite lire lu maman mdrr mega merci met mettent mettre mis modo modos nope nul "
        "officiel officiellement oh oklm ouaip ouf papa parait pardon passait peu pff pige piger plait precise precisement "
        "prenait prend prennent pres presente presentee presentes prof promis prouver ptdrr question rapidement rappeler "
        "rappelle redire redis reel reelle reellement resumer rhoo roh sacre sacree salon sincerement sinon souvenir souviens "
        "svp svpl tape tata tiens tkt tonton trouve trouver vachement vite voudrais voulais xd yep"
    ),
}


@cache
def fillers(language: str) -> frozenset[str]:
    """Return the folded words of a language that say nothing of what is asked."""
    return frozenset(_FILLERS.get(language, "").split())
