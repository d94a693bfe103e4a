import type { LanguagePhrases } from './language-phrases.js';

export const portuguese: LanguagePhrases = {
  code: 'pt',
  sets: {
    mensagens: '(mensagens|mensagem|emails|e mails|sms|ligacoes|chamadas|publicidade|propaganda|ofertas|promocoes|nada)',
    incomodar:
      '(ligar|mandar|enviar|escrever|contatar|contactar|perturbar|incomodar|importunar|mandar mensagens|mandar mensagem|enviar mensagens|enviar emails)',
    incomodem:
      '(liguem|ligue|ligues|mandem|mande|mandes|enviem|envie|envies|escrevam|escreva|escrevas|contatem|contate|contactem|contacte|contactes|perturbem|perturbe|incomodem|incomode)',
    lista: '(da|de|das|dessa|desta|do) [sua|vossa|tua|suas|vossas] (lista|listas|base|base de dados|mailing|cadastro|lista de contatos)',
    meu: '(meu numero|o meu numero|meu contato|o meu contacto|meu email|o meu email|meus dados|os meus dados|meu nome|meu telefone)',
  },
  keywords: [
    ...['stop', 'parar', 'pare', 'sair', 'cancelar', 'remover', 'descadastrar', 'descadastro', 'desinscrever', 'cancelar inscricao'],
    ...['cancelar subscricao', 'nao quero mais', 'basta'],
  ],
  courtesies: ['por favor', 'obrigado', 'obrigada', 'ja', 'agora', 'ola', 'imediatamente', 'se faz favor'],
  sentences: [
    '(parem|pare|para|parar) de [me|nos] <incomodar>',
    'nao [me|nos] <incomodem> mais [<mensagens>]',
    'nao (quero|desejo|queremos) [mais] receber [mais] [suas|as suas|estas|essas|vossas] <mensagens>',
    'nao (quero|desejo) [mais] (mensagens|ligacoes|emails|sms|ser (contatado|contatada|contactado|contactada))',
    'nao quero que me <incomodem>',
    '(remova|removam|retire|retirem|tire|tirem|tira|exclua|excluam|apague|apaguem|remove) (me|<meu>) <lista>',
    'me (tire|tirem|tira|remova|removam|retire|retirem|exclua|excluam) <lista>',
    '(quero|gostaria de|desejo) (me descadastrar|descadastrar|cancelar (a|minha|a minha) (inscricao|subscricao)|sair (da|dessa|desta) lista)',
    '(deixem|deixe|deixa) me em paz',
    'me (deixem|deixe|deixa) em paz',
    '(retiro|revogo) [o] meu consentimento',
  ],
  closings: ['nao me <incomodem>', '(removam|remova|retirem|tirem) me'],
  negators: ['nao', 'nunca', 'jamais', 'sem'],
  cues: {
    '(descadastrar|descadastro|cancelar (a|minha) inscricao)': 3.4,
    '(assedio|lgpd|rgpd|procon)': 2.4,
    'numero errado': 4.5,
  },
};
