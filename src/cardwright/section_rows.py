"""The sections a card may have: the Hub's template and the capstone template, one row a section, in the template's order.

A row is: level in the template, slug, heading, other names, names that count outside the profile `strict`.
Names are separated by `;` and normalised (see sections.normalise). `~name` means any heading that holds these words.
The names are those that real cards use most.
"""

from __future__ import annotations

from collections import namedtuple

Section = namedtuple("Section", "level slug heading aliases near facts", defaults=((), (), ()))
Section.__doc__ = """One section of a template.

level    its heading level in the template, None where any level will do
aliases  names of the same section; near: names of sections that usually tell it as well
facts    names of the facts a generated section needs
"""


def _row(level: int, slug: str, heading: str, aliases: str = "", near: str = "") -> Section:
    split = lambda names: tuple(name.strip() for name in names.split(";") if name)
    return Section(level, slug, heading, split(aliases), split(near))


QUANTIZATION = _row(
    2, "quantization", "Quantization", "quantization details; quantisation; ~quantization; ~quantizations; ~quantisation; ~quantisations; ~quantisierung; ~quantized; ~quantised; ~quants; ~quant; ~量化",
    "~gguf; ~awq; ~gptq; ~bit; ~bits; provided files; available files; files",
)  # fmt: skip

HUB = tuple(_row(*row) for row in (
    (1, "title", "Model Card for <model>"),
    (2, "model-details", "Model Details", "details; model information; model info; details of the model"),
    (3, "description", "Model Description",
     "description; ~model description; overview; ~model overview; introduction; ~model introduction; ~model summary"
     "; about; about the model; about this model; what is it; what is this; what is this model; abstract; ~简介; ~介绍; ~概要"
     "; modellbeschreibung; beschreibung; überblick; ~description du modèle; aperçu; présentation; ~descripción; resumen; descrizione; descrição",
     "model details; details; model; model card; model information; model info; model architecture; architecture; key features"
     "; ~introduction; ~about; ~overview; ~details of; highlights; ~highlights; features; background; ~特性; ~モデル"),
    (3, "sources", "Model Sources", "sources; links; resources; ~相關連結"),
    (2, "uses", "Uses", "use"),
    (3, "direct-use", "Direct Use",
     "intended use; intended uses; ~intended use; ~intended uses; intended use cases; ~use cases; ~use case; direct users"
     "; primary use; primary uses; primary intended use; recommended use; recommended uses; ~verwendungszweck; ~einsatzzweck; ~anwendungsbereich"
     "; ~utilisation prévue; ~cas dusage; ~uso previsto; ~usos previstos; ~casos de uso; ~用途; uses and limitations"
     "; usage and limitations",
     "uses; use; application; applications; ~intended; ~applications; usage scenarios"),
    (3, "downstream-use", "Downstream Use", "downstream uses"),
    (3, "out-of-scope", "Out-of-Scope Use",
     "out of scope uses; ~out of scope; misuse; ~misuse; ~malicious use; prohibited use; prohibited uses; ~not intended"
     "; use restrictions"),
    (2, "limitations", "Bias, Risks, and Limitations",
     "limitations; risks limitations and biases; ~limitations; ~limitation; ~risks and bias; known issues"
     "; ~known issues; caveats; ~caveats; ~局限; ~限制; ~einschränkungen; ~grenzen; limites; ~limites; ~limitaciones; ~limitazioni; ~limitações",
     "~bias; ~biases; ~risks; ~risk; ~disclaimer; ~ethical considerations; ~ethics; ~ethical; ~safety; ~failure modes"
     "; ~responsible use; responsibility; ~fairness; ~considerations; ~warning; ~issues; ~注意事项; ~免责声明"),
    (3, "recommendations", "Recommendations", "recommendation; ~recommendations"),
    (2, "get-started", "How to Get Started with the Model",
     "how to use; how to get started; get started; getting started; ~get started; ~getting started; ~how to use; usage; ~usage"
     "; quickstart; ~quickstart; quick start; ~quick start; ~how to run; verwendung; ~schnellstart; benutzung; nutzung; ~utilisation; ~uso; ~cómo usar"
     "; ~utilizzo; ~使用; ~快速开始; ~使い方; ~用法",
     "example; examples; ~example; ~examples; ~inference; demo; ~demo; ~use with; ~use in; use this model; ~load; ~loading"
     "; ~run; ~running; ~install; installation; ~code; ~how to; prompt format; prompt template; ~prompt; ~using; ~download"
     "; ~deployment; deploy; ~serving; ~inferencing; use it; ~quick; ~trigger words; ~代码调用; ~教程"),
    (2, "training-details", "Training Details", "training; details of training; ~训练细节"),
    (3, "training-data", "Training Data",
     "dataset; ~training data; ~training dataset; ~training datasets; ~training corpus; ~training corpora; ~pretraining data"
     "; ~fine tuning data; datasets; data; corpus; ~training and evaluation data; ~pretraining corpus; data sources"
     "; ~训练数据; ~数据集; ~trainingsdaten; ~données dentraînement; ~jeu de données; ~datos de entrenamiento; ~dati di addestramento",
     "training details; training; model training; ~dataset; ~datasets; ~corpus; ~corpora; ~trained on; ~pretraining"
     "; ~finetuning; ~fine tuning; ~训练; ~数据; ~merge; ~merged"),
    (3, "training-procedure", "Training Procedure",
     "how it was trained; ~training procedure; ~training setup; ~training method; ~training process; ~training recipe; model training"
     "; training configuration; pretraining; pre training; fine tuning; finetuning; ~训练细节",
     "training; training details; ~training; ~fine tuning; ~finetuning; ~hyperparameters"),
    (4, "preprocessing", "Preprocessing", "~preprocessing; ~pre processing; data processing"),
    (4, "hyperparameters", "Training Hyperparameters",
     "~hyperparameters; ~hyper parameters; training parameters; training arguments; training args; training config"),
    (4, "speeds", "Speeds, Sizes, Times", "training time"),
    (2, "evaluation", "Evaluation",
     "results; ~evaluation; ~evaluations; eval; evals; ~eval results; ~benchmark; ~benchmarks; ~benchmarking; ~performance; ~评测"
     "; ~evaluierung; ~auswertung; ~évaluation; ~evaluación; ~valutazione; ~avaliação; ~ergebnisse; ~résultats; ~resultados"
     "; ~metrics; ~accuracy; ~validation; ~leaderboard; ~评估; ~results; result; ~scores",
     "~result; ~score; ~comparison; ~wer; ~perplexity; ~loss; ~quality; ~eval; ~test; ~testing; ~f1; ~mteb"),
    (3, "testing", "Testing Data, Factors & Metrics",
     "testing data and metrics; evaluation data; ~evaluation data; ~evaluation dataset"
     "; ~evaluation datasets; ~testing data; ~test data; ~evaluation metrics; ~benchmarks"),
    (4, "testing-data", "Testing Data", "test data; evaluation data; evaluation dataset; evaluation datasets"),
    (4, "factors", "Factors"),
    (4, "metrics", "Metrics", "evaluation metrics; performance metrics"),
    (3, "results", "Results",
     "~results; result; ~benchmarks; ~performance; ~evaluation results; ~leaderboard"),
    (4, "results-summary", "Summary"),
    (2, "examination", "Model Examination", "interpretability"),
    (2, "environmental-impact", "Environmental Impact",
     "~environmental impact; carbon footprint; ~carbon footprint; ~emissions; ~carbon emissions; ~energy"),
    (2, "technical-specifications", "Technical Specifications", "technical details; specifications; ~technical specifications"),
    (3, "architecture", "Model Architecture and Objective", "model architecture; architecture"),
    (3, "compute", "Compute Infrastructure", "infrastructure; training infrastructure"),
    (4, "hardware", "Hardware", "~hardware"),
    (4, "software", "Software", "~software"),
    (2, "citation", "Citation",
     "~citation; citations; ~citing; ~cite; ~bibtex; citation information; references; reference; ~引用; bibtex entry and citation info"),
    (2, "glossary", "Glossary"),
    (2, "more-information", "More Information", "additional information; further information"),
    (2, "authors", "Model Card Authors", "authors; author; ~authors; contributors; team; credits"),
    (2, "contact", "Model Card Contact", "contact; contact us; ~contact; contacts"),
))  # fmt: skip

CAPSTONE = tuple(_row(*row) for row in (
    (1, "title", "Model Card: <model>"),
    (2, "model-details", "Model Details"),
    (3, "basic-information", "Basic Information", "model information; basic info"),
    (3, "description", "Model Description", "description; overview; model overview"),
    (3, "developed-by", "Developed By", "developers; authors; developer; author; model card authors"),
    (2, "intended-use", "Intended Use", "uses; intended uses"),
    (3, "primary-uses", "Primary Intended Uses", "primary uses; primary use cases; direct use; primary intended use"),
    (3, "primary-users", "Primary Intended Users", "primary users; intended users; direct users"),
    (3, "out-of-scope", "Out-of-Scope Uses", "~out of scope"),
    (2, "training", "Training", "training details"),
    (3, "training-data", "Training Data", "training dataset; training datasets"),
    (4, "data-processing", "Data Processing", "preprocessing; data preprocessing"),
    (3, "training-procedure", "Training Procedure", "training method; fine tuning procedure"),
    (4, "training-stages", "Training Stages"),
    (3, "training-hardware", "Hardware", "training hardware; compute infrastructure"),
    (2, "evaluation", "Evaluation"),
    (3, "performance", "Performance Metrics", "metrics; performance; results; evaluation results"),
    (3, "evaluation-datasets", "Evaluation Datasets", "evaluation data; testing data; evaluation dataset; test data"),
    (3, "benchmarks", "Benchmark Results", "benchmarks; standard benchmarks"),
    (2, "safety", "Safety Evaluation", "safety"),
    (3, "safety-measures", "Safety Measures Implemented", "safety measures"),
    (3, "safety-results", "Safety Evaluation Results", "safety results"),
    (3, "red-team", "Red Team Testing", "red teaming; red team; ~red team"),
    (2, "limitations-and-biases", "Limitations and Biases", "bias risks and limitations"),
    (3, "limitations", "Known Limitations", "limitations"),
    (3, "biases", "Potential Biases", "biases; bias; known biases"),
    (3, "failure-modes", "Failure Modes", "known failure modes"),
    (2, "ethics", "Ethical Considerations", "ethics"),
    (3, "risks", "Risks and Harms", "risks; harms; potential harms"),
    (3, "mitigations", "Mitigation Strategies", "mitigations; mitigation"),
    (3, "recommendations", "Recommendations for Use", "recommendations"),
    (2, "how-to-use", "How to Use", "usage; how to get started with the model"),
    (3, "get-started", "Quick Start", "quickstart; getting started; get started; basic usage"),
    (3, "inference-parameters", "Inference Parameters", "generation parameters; recommended parameters"),
    (2, "environmental-impact", "Environmental Impact", "~environmental impact"),
    (2, "citation", "Citation", "~citation; how to cite; citing; bibtex"),
    (2, "changelog", "Changelog", "change log; version history; ~changelog"),
    (2, "acknowledgments", "Acknowledgments", "acknowledgements"),
))  # fmt: skip
