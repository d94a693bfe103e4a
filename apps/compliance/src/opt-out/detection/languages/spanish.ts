import type { LanguagePhrases } from './language-phrases.js';

export const spanish: LanguagePhrases = {
  code: 'es',
  sets: {
    mensajes: '(mensajes|mensaje|correos|correo|emails|mails|sms|textos|llamadas|publicidad|ofertas|promociones|boletines|nada)',
    molestar:
      '(escribirme|llamarme|contactarme|enviarme|mandarme|molestarme|escribir|llamar|enviar mensajes|mandar mensajes|enviarnos|llamarnos|escribirnos|contactarnos|acosarme)',
    molesten:
      '(escriban|escriba|escribas|escribais|llamen|llame|llames|contacten|contacte|contactes|envien|envie|envies|manden|mande|mandes|molesten|moleste|molestes)',
    lista: 'de (su|la|tu|sus|esta|vuestra|todas sus) (lista|listas|base de datos|base|lista de correo|lista de contactos)',
  },
  keywords: [
    ...['stop', 'baja', 'alto', 'parar', 'pare', 'basta', 'cancelar', 'detener', 'salir', 'no mas', 'no mas <mensajes>', 'desuscribir'],
    ...['(dar|darme|denme|deme|dame) de baja', 'de baja', 'desuscribirme', 'cancelar suscripcion', 'eliminar', 'no molestar'],
  ],
  courtesies: ['por favor', 'porfavor', 'porfa', 'gracias', 'ya', 'hola', 'ahora', 'inmediatamente'],
  sentences: [
    '(dejen|deje|deja|dejad|paren|pare|para|basta) [ya] de <molestar>',
    'no (me|nos) <molesten> (mas|nunca mas|jamas|otra vez) [<mensajes>]',
    'no (quiero|deseo|queremos) recibir [mas] [sus|estos|estas] <mensajes>',
    'no (quiero|deseo) recibir mas',
    'no (quiero|deseo) [mas] [sus|estos] (mensajes|llamadas|correos|sms|publicidad|emails|mails)',
    'no (quiero|deseo) que me <molesten>',
    '(denme|deme|dame|dadme|darme|denos) de baja',
    '(quiero|quisiera|deseo) (cancelar (la|mi|esta) suscripcion|desuscribirme|salir de (la|su|esta) lista)',
    '(borren|borre|borra|eliminen|elimine|elimina|quiten|quite|quita|saquen|saque|saca) (mi numero|mi correo|mi email|mis datos|mi nombre|mi telefono) <lista>',
    '(eliminenme|elimineme|eliminame|quitenme|quiteme|quitame|saquenme|saqueme|sacame|borrenme|borreme|borrame) <lista>',
    '(dejenme|dejeme|dejame|dejadme) (en paz|tranquilo|tranquila)',
    '(retiro|revoco) mi consentimiento',
  ],
  closings: ['no (me|nos) <molesten>', '(eliminenme|quitenme|saquenme|borrenme|borrame|quitame|sacame)', 'no mas <mensajes>'],
  negators: ['no', 'nunca', 'jamas', 'sin'],
  cues: {
    '(de baja|desuscribir|desuscribirme)': 3.4,
    '(acoso|rgpd|denunciar)': 2.4,
    'numero equivocado': 4.5,
  },
};
