using System.CommandLine;

namespace CampaignEvents.Api.Hosting;

/// <summary><c>staff-key unseal</c>, <c>staff-key unseal new</c> and <c>staff-key unseal off</c>.</summary>
internal static class UnsealKeyCommand
{
    public static Command Create()
    {
        var show = new Command("unseal", "Say whether there is a key that also allows to export persons in clear.");
        show.SetAction((_, cancellation) => WithKeyAsync(
            async key => await key.ExistsAsync() ? "There is an unseal key. It is known only by its hash." : "There is no unseal key.", cancellation));
        var replace = new Command("new", "Make a new unseal key and print it; the old one, if any, is void within seconds.");
        replace.SetAction((_, cancellation) => WithKeyAsync(key => key.ReplaceAsync(), cancellation));
        var remove = new Command("off", "Remove the unseal key: nobody can export persons in clear over the API any more.");
        remove.SetAction((_, cancellation) => WithKeyAsync(
            async key => await key.RemoveAsync() ? "The unseal key is void within seconds." : "There was no unseal key.", cancellation));
        show.Add(replace);
        show.Add(remove);
        return show;
    }

    private static async Task<int> WithKeyAsync(Func<UnsealKey, Task<string>> act, CancellationToken cancellation)
    {
        await using var session = await CommandSession.OpenAsync(cancellation);
        Console.WriteLine(await act(session.Services.GetRequiredService<UnsealKey>()));
        return 0;
    }
}
