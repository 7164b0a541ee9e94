"""What authors of templates write, as data: no other module of this package holds a list of words."""

from __future__ import annotations

from .triggers import ENDINGS, LAST, POLITE, VERBS  # noqa: F401  they are words like the others

# What a blank asks for. A phrase made only of these is a slot, not a statement.
SLOTS = frozenset(
    """
    abstract accuracy address affiliation affiliations amount api architecture area arxiv author authors base baseline
    benchmark bias bibtex bio blog book brief case category challenge change changes checkpoint citation city class
    column commit company condition considerations contact context contributor contributors copyright country creator
    currency custom data dataset datasets date day days demo department describe description detail details developer
    device devices doi domain duration email estimate evaluation event example examples explanation f1 factor failure
    feature features field figure file filename final finding findings first format framework frequency full function
    github goal group handle hardware heading highlights homepage hour hours hub hyperparameter id identifier impact
    improvement industry info information initial institution item journal justification key keyword keywords label
    labels language languages last lab latency level library license licence likelihood limitation limitations link
    links list location loss lower maintainer maximum measure memory method metric metrics minimum minutes mitigation
    mitigations model models month months n name names narrative nickname notes note number objective occupation
    optimizer optional org organisation organization other others output owner page paper parameter parameters params
    parent path percent percentage percentages performance phone population practice precision preprocessing primary
    procedure process processing product profession project property provider publication publisher purpose qualifier
    quantity rate rationale reason recall recommendation recommendations reference references region release repo
    repository requirement requirements researcher result results risk risks role row samples sample scenario scheduler
    school scope score scores second secondary section seed sector sentence short size source sources specific spec
    specs split stage start stat state statistic statistics status step steps strategy strength strengths subject
    subtask summary symbol system tag tags target task tasks team technique technology term test text threshold time
    timeline title tokens tokenizer tool topic total training transformation twitter type types unit university upper
    uri url use user username users validation value values variable variant variants vendor venue verb version volume
    supervisor course student semester gpu batch one line weakness weaknesses website word words year years
    zip and the of or for to a an in on with by per
    """.split()
)

# A question about these is one for the author.
ASKED_ABOUT = frozenset(
    """
    model models dataset datasets data training trained risks risk limitations limitation biases bias license licence
    metrics evaluation users developed intended hardware languages author authors organization results
    """.split()
)

# Words that open an instruction to whoever fills in the template.
# Verbs that are also what a sentence, a button or a layer is called: they need a word that shows an instruction.
SHY_VERBS = frozenset(
    """
    add comment copy detail document list name note put report say select state type update upload write give pick
    define
    """.split()
)
INSTRUCTED = frozenset(
    """
    a an any the your this that these here relevant known potential primary main further all how what which why who when where
    if of for to as about other more additional
    description details link links url name model dataset datasets data information info citation reference references
    metrics metric results example examples email contact number date license licence text value
    """.split()
)

# First words that a blank has and a link, token or citation has not.
OPENERS = frozenset(
    """
    e.g. e.g eg eg. e.g., eg, e.g.: ex: i.e. i.e., your tbd tba tbc todo fixme tobeadded placeholder xxx
    """.split()
)
WHOLE = frozenset(
    phrase.strip()
    for phrase in """
    more information needed | needs more information | information needed | need more information | more info needed
    to be added | to be filled | to be filled in | to be determined | to be completed | to be announced | to be updated
    to be defined | to be provided | to be decided | to be confirmed | fill in | fill me in | fill here | fill this in
    not specified yet | replace me | change me | changeme | replaceme | tbd | tba | tbc | todo | to do | fixme
    placeholder | lorem ipsum | link here | link to be added | your name
    """.strip()
    .replace("\n", "|")
    .split("|")
)

# Never blanks: tokens of models, marks of Markdown, words in brackets that say something.
TOKENS = frozenset(
    """
    cls sep mask pad unk bos eos inst user usr sys system assistant bot eot eom sop eop gmask smask start end sent
    optional required recommended at dot sic new x_sep nl br img image video audio speech url num email phone date time
    number laugh laughter laughs sigh sighs music applause noise breath cough pause silence inaudible click per loc org
    misc geo gpe b-per i-per hf pdf code paper arxiv colab github website blog demo citation needed sic! recommended!
    info warning warn error debug note tip important caution
    """.split()
)

# Variables of a prompt or of a chat template: whoever sends the prompt fills them in.
PROMPT_WORDS = frozenset(
    """
    user char prompt prompts system sys human assistant bot ai gpt instruction instructions input inputs response
    responses question questions query queries context text texts message messages content answer answers output outputs
    history document documents passage sentence sentences completion role persona scenario tools tool think thought
    variable variables placeholder thinking premise hypothesis utterance dialogue dialog chat conversation bos_token eos_token suffix prefix middle
    """.split()
)

# What a template variable of a card is called.
CARD_WORDS = frozenset(
    """
    model models base dataset datasets lang language languages license licence author authors metric metrics repo
    repository org organization organisation username namespace user hf hub id name title description url link version
    date year email task library pipeline tag tags architecture params parameters size value score wer cer accuracy
    config checkpoint training train eval evaluation results table framework contact citation paper doi card summary
    details hardware batch epochs learning rate loss quantization notes limitations labels num
    """.split()
)

# Whose values these are: a reader's, whatever stands around them.
READER_WORDS = frozenset(
    """
    key keys api apikey token tokens secret password passwd pass path paths dir directory folder file files filename ip
    host port server endpoint project bucket account credentials wandb ssh image images audio video data text prompt
    question query input output document message instruction gpu device cuda own code script scripts local environment
    region zone
    """.split()
)

# What "your ..." stands for when it is the author who has it.
AUTHOR_WORDS = frozenset(
    """
    name names email mail model models repo repository username user org organisation organization company institution
    affiliation university team lab title website github gitlab twitter linkedin hf huggingface dataset datasets id url
    link links paper doi license licence handle orcid homepage profile namespace surname lastname firstname here
    """.split()
)

HTML_TAGS = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center circle cite code col colgroup data datalist dd defs del details dfn dialog dir div dl
    dt ellipse em embed fieldset figcaption figure font footer form frame frameset g gallery h1 h2 h3 h4 h5 h6 head
    header hgroup hr html i iframe img input ins kbd label legend li line link main map mark marquee math menu meta
    meter nav nobr noscript object ol optgroup option output p param path picture polygon polyline pre progress q rect
    rp rt ruby s samp script section select slot small source span stop strike strong style sub summary sup svg table
    tbody td template text textarea tfoot th thead time title tr track tt u ul use var video wbr youtube
    """.split()
)

# Phrases. What a card owes its reader, and words that may stand around it in a phrase that asks for it.
OWED = frozenset(
    """
    abstract affiliation architecture author authors benchmark benchmarks bias biases bibtex card citation citations
    contact contributors data dataset datasets description details developer developers email evaluation
    hardware hyperparameters info information institution intended introduction language languages licence license
    limitations link links metric metrics model models name names organisation organization overview paper parameters
    performance preprocessing procedure purpose reference references repository result results risks score scores summary
    team title training url usage version section
    """.split()
)
FILLING = frozenset(
    """
    your own this any some more relevant additional further short brief detailed long full other all here below one two
    line sentence sentences paragraph paragraphs few it its is are was were how what why which who used use uses using
    model's models section table card figures numbers known potential actual appropriate correct new main key related
    background intended out-of-scope limitations biases ethical considerations about from into as at if applicable
    available possible necessary needed required concise contents content
    """.split()
)
CONDITIONS = frozenset(("if", "optionally", "optional", "when"))
# Verbs with which a bare line asks for something; "Add a dataset" alone may be a step or a button.
BARE_VERBS = frozenset(("describe", "insert", "explain", "specify", "summarise", "summarize", "outline", "elaborate", "fill"))
HERE = frozenset(("here", "below", "later", "soon", "in", "out"))
ASKING = frozenset(("with",))
# "Data here" may be a sloppy link; nobody links with "description here".
WRITTEN = frozenset(
    """
    abstract bibtex citation description email introduction licence license limitations name overview purpose summary text title
    table
    """.split()
)
DETAILS = frozenset(("information", "info", "details", "detail"))  # "more languages will be added" is a plan
# The same in other languages, as a whole phrase.
FOREIGN = frozenset(
    phrase.strip()
    for phrase in """
    zu ergänzen|bitte ergänzen|noch zu ergänzen|wird ergänzt|wird noch ergänzt|noch auszufüllen|bitte ausfüllen|hier ausfüllen
    auszufüllen|beschreibung einfügen|beschreibung hier einfügen|hier beschreibung einfügen|text einfügen
    hier text einfügen|link einfügen|hier link einfügen|name einfügen|ihr name|dein name|ihre organisation|platzhalter
    noch festzulegen|wird nachgereicht|beschreibung folgt|hier eintragen|bitte eintragen|modellname einfügen|vorname nachname
    max mustermann|erika mustermann
    à compléter|a compléter|à completer|a completer|à remplir|à définir|à préciser|à renseigner|à venir compléter|à ajouter
    veuillez compléter|veuillez remplir|votre nom|votre organisation|votre description ici|nom du modèle ici|à déterminer
    insérer le lien ici|insérer une description|insérer la description ici|description à compléter|description ici
    por completar|por definir|por determinar|por rellenar|por especificar|a completar|a definir|pendiente de completar
    pendiente de definir|completar aquí|rellenar aquí|tu nombre|su nombre|tu nombre aquí|su nombre aquí
    descripción aquí|inserte su texto aquí|insertar descripción|insertar enlace|añadir descripción|agregar descripción
    nombre del modelo aquí
    a preencher|preencher aqui|a definir|a completar|seu nome|seu nome aqui|inserir descrição|descrição aqui
    inserir link|da completare|da definire|da compilare|da inserire|inserire descrizione|il tuo nome|da determinare
    nog in te vullen|in te vullen|uw naam|jouw naam|do uzupełnienia|twoje imię|doldurulacak|adınız
    заполнить|нужно заполнить|будет заполнено|ваше имя|уточняется|описание здесь|добавить описание
    待补充|待完善|待填写|待定|待更新|待添加|请填写|请补充|请在此填写|在此填写|填写说明|请在此处填写|待確認|待补|待補充|待填|此处填写
    您的姓名|你的姓名|您的名字|你的名字|您的用户名|你的用户名|您的邮箱|你的邮箱||请输入描述|占位符|请在此处添加描述|在此添加描述|在此处添加描述
    未記入|要記入|記入してください|ここに記入|ここに説明を記入|あなたの名前|モデル名をここに|追記予定|未定|ここに説明を入力
    추가 예정|작성 예정|작성 필요|여기에 입력|여기에 작성|입력하세요|작성해 주세요|내용을 입력하세요|모델 이름 입력|당신의 이름|미정
    """.strip()
    .replace("\n", "|")
    .split("|")
    if phrase.strip()
)


def words(text: str) -> list[str]:
    """The words of a phrase, lower case, without digits at their ends."""
    return [
        word.strip("0123456789.,;:!?()%/&*'\"")
        for word in text.lower().replace("_", " ").replace("-", " ").replace("/", " ").split()
    ]


def is_slot(text: str) -> bool:
    """Whether a phrase only names what belongs there: "Model name", "Metric 2", "author_name"; not "Text: 0.5"."""
    if text[-1:].isdigit() and text[-3:-1].endswith("."):
        return False
    parts = [word for word in words(text) if word]
    return bool(parts) and len(parts) <= 6 and all(word in SLOTS for word in parts)


def is_order(text: str) -> bool:
    """Whether a phrase tells the author what to write: "Describe the data", "insert link here", "e.g., 64"."""
    parts = text.lower().replace("_", " ").split()
    if not parts:
        return False
    first = parts[0].rstrip(":,")
    if first in OPENERS or parts[0] in OPENERS or first.startswith(("your-", "todo", "e.g.")):
        return True
    if first in CONDITIONS and any(part in VERBS and part not in SHY_VERBS for part in parts[1:]):
        return True
    if first in VERBS and len(parts) > 1:
        return first not in SHY_VERBS or any(part.strip(".,;:!()'\"") in INSTRUCTED for part in parts[1:])
    return " ".join(parts).strip(" .!:") in WHOLE or (parts[-1] == "here" and 1 < len(parts) < 7)
