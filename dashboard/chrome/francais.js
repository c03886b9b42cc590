/* Streamlit's own texts have no language option: this puts them in French, in text and in labels, wherever they appear
   outside our own content. Loaded before Streamlit, so that dates and numbers of its components are French too. */
(() => {
  for (const [name, value] of [["language", "fr-FR"], ["languages", ["fr-FR", "fr"]]]) {
    Object.defineProperty(navigator, name, { get: () => value });
  }
  const WORDS = {
    "Upload": "Parcourir", "Browse files": "Parcourir", "Add files": "Ajouter des fichiers",
    "Drag and drop a file here": "Déposez un fichier ici", "Drag and drop files here": "Déposez des fichiers ici",
    "Drag and drop file here": "Déposez un fichier ici", "Remove file": "Retirer le fichier",
    "Click to retry upload": "Cliquez pour réessayer", "File type not allowed.": "Ce type de fichier n’est pas accepté.",
    "Rerun": "Relancer", "Always rerun": "Toujours relancer", "Print": "Imprimer", "Record screen": "Enregistrer l’écran",
    "Record a screencast": "Enregistrer l’écran", "Clear cache": "Vider le cache", "Settings": "Réglages", "About": "À propos",
    "Theme": "Thème", "Light": "Clair", "Dark": "Sombre", "System": "Système", "Auto": "Automatique",
    "Custom Theme Light": "Clair", "Custom Theme Dark": "Sombre", "Custom Theme Auto": "Automatique", "Custom Theme": "Thème",
    "Use system setting": "Comme le système", "Wide mode": "Pleine largeur", "Appearance": "Apparence",
    "Navigate to home page": "Aller à l’accueil", "App pages": "Pages", "Open": "Ouvrir", "Selected values": "Valeurs choisies",
    "Previous page": "Page précédente", "Next page": "Page suivante", "First page": "Première page", "Last page": "Dernière page",
    "Skip to main content": "Aller au contenu", "Get help": "Aide", "Report a bug": "Signaler un problème", "Main menu": "Menu", "App logo": "Pilotage CPTS",
    "Choose an option": "Choisir…", "Choose options": "Choisir…", "Select all": "Tout choisir",
    "Clear all": "Tout effacer", "Clear value": "Effacer", "Clear": "Effacer", "Clear selection": "Effacer le choix",
    "dd": "jj", "yyyy": "aaaa", "Clear date": "Effacer la date", "Choose date": "Choisir une date", "Calendar": "Calendrier",
    "No results": "Aucun résultat", "No options to select": "Rien à choisir", "No options": "Rien à choisir",
    "Press Enter to apply": "Entrée pour valider", "Press Enter to submit form": "Entrée pour valider",
    "Fullscreen": "Plein écran", "Close fullscreen": "Quitter le plein écran", "View fullscreen": "Plein écran",
    "Exit fullscreen": "Quitter le plein écran", "Search": "Chercher", "Close Search": "Fermer la recherche",
    "Download as CSV": "Télécharger en CSV", "Show/hide columns": "Choisir les colonnes", "Add row": "Ajouter une ligne",
    "Delete row(s)": "Supprimer", "Sort ascending": "Tri croissant", "Sort descending": "Tri décroissant",
    "Format": "Format", "Autosize": "Largeur automatique", "Pin column": "Figer la colonne", "Unpin column": "Libérer la colonne",
    "Hide column": "Masquer la colonne", "Copy column name": "Copier le nom", "Statistics": "Statistiques",
    "Show data": "Voir les données", "Show chart": "Voir le graphique", "empty": "vide", "None": "Aucune valeur",
    "Copy to clipboard": "Copier", "Copied": "Copié", "Copy": "Copier", "Close": "Fermer", "Cancel": "Annuler",
    "Done": "Terminé", "Reset": "Rétablir", "Show more": "Voir plus", "Show less": "Voir moins", "View more": "Voir plus",
    "View less": "Voir moins", "More": "Plus", "Loading...": "Chargement…", "Loading": "Chargement",
    "Connecting": "Connexion…", "Running...": "Calcul…", "Running": "Calcul…", "Stop": "Arrêter",
    "Please wait...": "Un instant…", "Connection error": "Connexion perdue", "Connection lost": "Connexion perdue",
    "Network issue": "Problème de réseau", "Page not found": "Page introuvable", "Error": "Erreur", "Error:": "Erreur :", "File size is too small.": "Le fichier est vide.",
    "Only one file is allowed.": "Un seul fichier à la fois.", "file upload": "Choisir un fichier", "add icon": "ajouter",
    "Link to heading": "Lien vers ce titre",
    "Expand sidebar": "Ouvrir le panneau", "Collapse sidebar": "Fermer le panneau", "Help": "Aide", "Warning": "Attention",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "L’application ne répond plus. Relancez-la, puis rechargez cette page :",
  };
  const SEGMENTS = { day: "jour", month: "mois", year: "année", hour: "heure", minute: "minute" };
  const RULES = [
    [/^(\d+(?:\.\d+)?) ?MB per file(.*)$/, "$1 Mo par fichier$2"],
    [/^(\d+)(?:\.\d+)? ?B$/, "$1 o"],
    [/^(\d+)(?:\.(\d+))? ?([KM])B$/, (_, whole, part, unit) => `${whole}${part ? "," + part : ""} ${unit === "K" ? "k" : unit}o`],
    [/^(.+), (\d[\d.]* ?[KM]?B)$/, (_, name, size) => `${name}, ${french(size)}`],
    [/^(?:Error: )?File must be (\d+)(?:\.0)? ?MB or smaller\.$/, "Le fichier dépasse $1 Mo, la limite : il n’a pas été envoyé."],
    [/^(?:\S+|This type of) files are not allowed\.$/, "Ce type de fichier n’est pas accepté."],
    [/^Error: (.*)$/, (_, rest) => `Erreur : ${french(rest) ?? rest}`],
    [/^Help for (.*)$/, "Aide : $1"],
    [/^(day|month|year|hour|minute)(,.*)?$/, (_, part, rest) => `${SEGMENTS[part]}${rest ?? ""}`],
    [/^\*\*(.*)\*\*(.*)$/, "$1$2"],
    [/^(?:The page that you have requested does not seem to exist|You have requested page .*)\. Running the app's main page\.$/,
      "Cette adresse n’existe pas. Voici la vue d’ensemble."],
    [/^Press Enter to .*$/, "Entrée pour valider"], [/^Remove (.*)$/, "Retirer $1"],
    [/^Selected (.*)\. (.*)$/, "Choisi : $1"], [/^(\d+) more$/, "$1 de plus"], [/^View (\d+) more$/, "$1 de plus"],
    [/^Select all \((\d+)\)$/, "Tout choisir ($1)"], [/^(\d+) results?$/, "$1 résultats"],
    [/^You can only select up to (\d+) options?\. Remove an option first\.$/, "Au plus $1 choix : retirez-en un d’abord."],
    [/^Made with Streamlit v(.*)$/, "Fait avec Streamlit $1"],
    [/^You are not connected to Streamlit.*$/, "La connexion est perdue. Rechargez la page."],
  ];
  const OURS = "[data-testid=stMarkdown],[data-testid=stHtml],[data-testid=stTable],textarea,svg.main-svg,[role=grid]";
  const ATTRIBUTES = ["aria-label", "title", "placeholder", "alt"];
  const french = (text) => {
    const bare = text.trim();
    if (!bare) return null;
    if (Object.hasOwn(WORDS, bare)) return text.replace(bare, WORDS[bare]);
    for (const [pattern, replacement] of RULES) if (pattern.test(bare)) return text.replace(bare, () => bare.replace(pattern, replacement));
    return null;
  };
  const translateText = (node) => {
    const translated = french(node.data);
    if (translated !== null && translated !== node.data) node.data = translated;
  };
  const translateLabels = (element) => {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const translated = value === null ? null : french(value);
      if (translated !== null && translated !== value) element.setAttribute(name, translated);
    }
  };
  /* Landmarks of one name can't be told apart: a pager has that of the title above it. */
  const HEADINGS = "h1,h2,h3";
  const nameLandmarks = (node) => {
    for (const pager of node.querySelectorAll('[role=navigation][aria-label="Pagination"]')) {
      const above = [...document.querySelectorAll(HEADINGS)].filter(
        (title) => title.compareDocumentPosition(pager) & Node.DOCUMENT_POSITION_FOLLOWING);
      const name = `Pages : ${above.at(-1)?.textContent.trim() ?? "liste"}`;
      const same = [...document.querySelectorAll("[role=navigation]")].filter(
        (other) => (other.getAttribute("aria-label") ?? "").startsWith(name)).length;
      pager.setAttribute("aria-label", same ? `${name}, ${same + 1}` : name);
    }
    /* Named and reached by Tab, where files are dropped is no mere decoration. */
    for (const zone of node.querySelectorAll("[data-testid=stFileUploaderDropzone][role=presentation]")) zone.setAttribute("role", "group");
  };
  const translate = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return translateText(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (node.matches(OURS)) return node.querySelectorAll(`[aria-label="Link to heading"]`).forEach(translateLabels);
    translateLabels(node);
    node.childNodes.forEach(translate);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      const inside = change.target.nodeType === Node.ELEMENT_NODE ? change.target : change.target.parentElement;
      if (!inside || inside.closest(OURS)) continue;
      if (change.type === "childList") {
        change.addedNodes.forEach(translate);
        change.addedNodes.forEach((node) => node.parentElement && node.nodeType === Node.ELEMENT_NODE && nameLandmarks(node.parentElement));
      }
      else if (change.type === "characterData") translateText(change.target);
      else translateLabels(change.target);
    }
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES });
})();
