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
      '(mecrire|mappeler|me contacter|me deranger|me harceler|mimportuner|me solliciter|me spammer|me telephoner|menvoyer|nous contacter|nous ecrire|nous envoyer)',
  },
  keywords: [
    ...['stop', 'arret', 'arreter', 'arretez', 'stop sms', 'stop pub', 'desabonnement', 'desabonner', 'desinscription', 'desinscrire'],
    ...['(se|me) (desabonner|desinscrire)', 'desabonnez moi', 'ne plus recevoir', 'plus de <messages>'],
  ],
  courtesies: ['svp', 'sil vous plait', 'sil te plait', 'stp', 'merci', 'maintenant', 'bonjour', 'immediatement'],
  sentences: [
    '(desabonnez|desinscrivez|desabonne|desinscris) (moi|nous)',
    '(retirez|supprimez|enlevez|effacez|rayez|otez|retire|enleve|supprime|retirer|supprimer|enlever) <me> <liste>',
    '(arretez|arrete|cessez|cesse|merci darreter|veuillez arreter|veuillez cesser) de <importuner>',
    'ne (mecrivez|mappelez|me contactez|menvoyez|me derangez|me sollicitez|mecris|mappelle|me contacte|menvoie) (plus|jamais|plus jamais)',
    '(merci de|veuillez|priere de) ne plus <importuner>',
    'ne (veux|souhaite|desire|voudrais|voulons|souhaitons) (plus|pas|plus jamais) (recevoir|etre (contacte|contactee|appele|appelee|sollicite|sollicitee|derange)|avoir de vos nouvelles)',
    '(veux|souhaite|voudrais|aimerais|jaimerais) (me desabonner|me desinscrire|ne plus recevoir|ne plus etre (contacte|contactee|sollicite))',
    '(laissez|laisse|fichez|foutez) (moi|nous) (tranquille|tranquilles|en paix|la paix)',
    '(retire|revoque) mon consentement',
    'moppose a (la prospection|tout demarchage|lutilisation|recevoir)',
  ],
  closings: ['(ne) plus <importuner>', 'plus (de|aucun|aucune) <messages>', '(stop|arretez) (les|vos|ces) <messages>'],
  negators: ['ne', 'pas', 'jamais', 'sans'],
  cues: {
    '(desabonner|desinscrire|desabonnement|desinscription)': 3.4,
    '(harcelement|demarchage|rgpd|cnil)': 2.4,
    '(mauvais numero|faux numero)': 4.5,
  },
};
