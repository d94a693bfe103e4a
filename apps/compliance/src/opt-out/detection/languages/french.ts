import type { LanguagePhrases } from './language-phrases.js';

export const french: LanguagePhrases = {
  code: 'fr',
  sets: {
    messages:
      '(messages|message|sms|mails|mail|emails|e mails|textos|courriels|publicites|publicite|pubs|pub|newsletters|appels|offres|rien)',
    me: '(moi|mon numero|mon adresse|mon email|mon mail|mes coordonnees|mon nom|mes donnees)',
    liste:
      '(de|des) [toutes] (votre|vos|la|cette|ta|ces) (liste|listes|base|fichier|fichiers|liste de diffusion|base de donnees|mailing list)',
    importuner:
      '(mecrire|mappeler|me contacter|me deranger|me harceler|mimportuner|me solliciter|me spammer|me telephoner|nous contacter|nous ecrire)',

    donnees:
      '(toutes mes donnees|mes donnees|mes informations|mes infos|mes coordonnees|mon numero|mon adresse|mon mail|mon email|mon nom|mon compte|mon contact|mon profil|nos donnees|nos coordonnees|notre numero)',
    supprimer:
      '(supprimez|supprime|supprimer|effacez|efface|effacer|retirez|retire|retirer|enlevez|enleve|enlever|rayez|raye|rayer|radiez|radier|otez|oter|detruisez|detruire)',
    appeler: '(appeler|ecrire|contacter|rappeler|solliciter|deranger|telephoner)',
    limite: '(le (soir|matin|dimanche|samedi|week end|weekend)|la nuit|avant|apres|au (travail|bureau)|pendant|si (tard|tot)|jusqua)',
  },
  keywords: [
    ...['stop', 'arret', 'arreter', 'arretez', 'stop sms', 'stop pub', 'desabonnement', 'desabonner', 'desinscription', 'desinscrire'],
    ...['(se|me) (desabonner|desinscrire)', 'desabonnez moi', 'ne plus recevoir', 'plus de <messages>'],
  ],
  courtesies: ['svp', 'sil vous plait', 'sil te plait', 'stp', 'merci', 'maintenant', 'bonjour', 'immediatement'],
  sentences: [
    '(desabonnez|desinscrivez|desabonne|desinscris) (moi|nous)',
    '(retirez|supprimez|enlevez|effacez|rayez|otez|retire|enleve|supprime|retirer|supprimer|enlever) <me> <liste>',
    '(me|nous) (retirer|enlever|supprimer|radier|rayer|desinscrire|desabonner|effacer|sortir|oter) <liste>',
    '(arretez|arrete|cessez|cesse|merci darreter|veuillez arreter|veuillez cesser) de <importuner>',
    '(arretez|arrete|cessez|cesse|merci darreter|veuillez arreter|veuillez cesser) de (menvoyer|nous envoyer) [tous|toutes] [de|des|vos|ces|les|tes] <messages>',
    'ne (mecrivez|mappelez|me contactez|menvoyez|me derangez|me sollicitez|mecris|mappelle|me contacte|menvoie) (plus|jamais|plus jamais)',
    '(merci de|veuillez|priere de) ne plus <importuner>',
    '(merci de|veuillez|priere de) ne plus (menvoyer|nous envoyer) [de|vos|ces|aucun|aucune] <messages>',
    'ne (veux|souhaite|desire|voudrais|voulons|souhaitons) (plus|pas|plus jamais) (recevoir|etre (contacte|contactee|appele|appelee|sollicite|sollicitee|derange)|avoir de vos nouvelles)',
    '(veux|souhaite|voudrais|aimerais|jaimerais) (me desabonner|me desinscrire|ne plus recevoir|ne plus etre (contacte|contactee|sollicite))',
    '(laissez|laisse|fichez|foutez) (moi|nous) (tranquille|tranquilles|en paix|la paix)',
    '(retire|revoque) mon consentement',
    'moppose a (la prospection|tout demarchage|lutilisation|recevoir)',
  ],
  closings: [
    '(arretez|arrete|cessez|cesse) de (menvoyer|nous envoyer)',
    '(ne plus|ne plus jamais) (menvoyer|nous envoyer)',
    '(ne) plus <importuner>',
    'plus (de|aucun|aucune) <messages>',
    '(stop|arretez) (les|vos|ces) <messages>',
  ],
  orders: ['arretez', 'arrete', 'stoppez', 'cessez', 'ca suffit'],
  endings: [
    'ne (mecrivez|mappelez|me contactez|me derangez|mecris|mappelle|me contacte) pas',
    '(mappelez|mecrivez|me contactez|mappelle|mecris|me contacte|contactez moi|appelez moi|ecrivez moi) (plus|plus jamais|jamais)',
    'ne (rappelez|appelez|ecrivez|contactez|rappelle|appelle|ecris) (plus|plus jamais|jamais)',
  ],
  questions: ['[et|mais|alors] (pourquoi|quand|comment|combien)', '(avez|allez) vous', '(as|vas) tu'],
  requests: [
    ...['(pouvez|pourriez|voulez|voudriez) vous', '(peux|pourrais|veux) tu', 'svp', 'stp', 'sil (vous|te) plait', 'merci', 'veuillez'],
  ],
  limits: [
    'ne (mecrivez|mappelez|me contactez|me derangez|mappelle|mecris) (plus|jamais|plus jamais) <limite>',
    '(arretez|arrete|cessez|cesse) de <importuner> <limite>',
  ],
  harmless: [
    '(arrete|arretez) cest (trop|tellement)',
    'pourquoi [vous|tu] [ne] (mecrivez|mappelez|me contactez|mecris|mappelle|me contacte) [vous] (plus|pas)',
    '(recois|recoit|recevons|recu|ai|avons|avez|a) plus (de|aucun|aucune) <messages>',
    '(arretez|arrete|cessez|stoppez) (de|vous|toi|au|a|la|ici|devant|dans|nous)',
    'arretez moi si',
  ],
  negators: ['ne', 'pas', 'jamais', 'sans'],
  cues: {
    'me desabonne': 3.6,
    '(merci de|veuillez|priere de) (menlever|me retirer|me supprimer|me rayer|mexclure|meffacer)': 3.6,
    '(desabonner|desinscrire|desabonnement|desinscription)': 3.4,
    '(harcelement|demarchage|rgpd|cnil)': 2.4,
    '(mauvais numero|faux numero)': 4.5,
    '<supprimer> [svp|immediatement] <donnees>': 3.6,
    '(suppression|effacement|leffacement|retrait) de (<donnees>|toutes mes donnees)': 3.6,
    '(me|nous) (retirer|radier|rayer|desinscrire|desabonner|effacer) (de|des|du)': 3.5,
    '(retirez|radiez|rayez|effacez|enlevez|supprimez|sortez|retire|efface|enleve|supprime) (moi|nous) [de|des|du]': 3.5,
    'droit (a loubli|a leffacement|dopposition)': 3.6,
    '(moppose|nous opposons|moppose formellement) (au (traitement|demarchage|profilage)|a (lutilisation|ce que|vos|ces)|a (tout|toute) (traitement|contact|demarchage|prospection|communication|utilisation)|aux (messages|appels|publicites|mails))': 3.6,
    '(cessez|cesse|arretez|arrete|stoppez|stoppe|cesser|arreter) [immediatement] (tout|toute|tous|toutes|vos|ces|les|cet|cette|ce) [vos|ces|les] (contact|contacts|communication|communications|prospection|demarchage|harcelement|envoi|envois|<messages>)': 3.6,
    '(arretez|arrete|cessez|cesse) (ca|cela)': 3.5,
    '[ne] (veux|souhaite|desire|voudrais|voulons|souhaitons) plus (recevoir|etre (contacte|contactee|appele|appelee|sollicite|sollicitee|derange|derangee)|entendre parler|de vos|vos|aucun|aucune|rien recevoir|de contact|que vous)': 3.6,
    'ne (plus|jamais|plus jamais) <appeler>': 3.5,
    'ne plus (recevoir|etre) [de|vos|aucun|contacte|contactee|appele|appelee|sollicite|sollicitee|demarche|demarchee]': 3.5,
    'ne (menvoyez|menvoie) (plus|plus jamais) rien': 3.6,
    '(nautorise pas|ne consens pas|ne consens plus)': 3.5,
  },
};
